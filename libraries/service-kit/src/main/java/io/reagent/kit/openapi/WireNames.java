package io.reagent.kit.openapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls a record's components by the names that answers have: in lower case with underscores, as Spring's mapper writes. */
final class WireNames implements ModelConverter {
    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        if (!chain.hasNext()) {
            return null;
        }
        Schema<?> schema = chain.next().resolve(type, context, chain);
        Class<?> raw = Json31.mapper().constructType(type.getType()).getRawClass();
        if (schema != null && raw.isRecord()) {
            Schema<?> defined = schema.get$ref() == null
                    ? schema
                    : context.getDefinedModels().get(schema.get$ref().replaceFirst(".*/", ""));
            if (defined != null && defined.getProperties() != null) {
                rename(raw, defined);
            }
        }
        return schema;
    }

    static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static void rename(Class<?> type, Schema<?> defined) {
        Map<String, String> names = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            JsonProperty said = component.getAccessor().getAnnotation(JsonProperty.class);
            if (said == null || said.value().isEmpty()) {
                names.put(component.getName(), snake(component.getName()));
            }
        }
        @SuppressWarnings("rawtypes")
        Map<String, Schema> renamed = new LinkedHashMap<>();
        defined.getProperties().forEach((name, property) -> {
            String wire = names.getOrDefault(name, name);
            // an unwrapped part's properties go into the whole's schema by this name
            property.setName(wire);
            renamed.put(wire, property);
        });
        defined.setProperties(renamed);
        if (defined.getRequired() != null) {
            defined.setRequired(defined.getRequired().stream()
                    .map(name -> names.getOrDefault(name, name))
                    .toList());
        }
    }
}
