package io.reagent.kit.openapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Says of a record's {@code @Nullable} components that they may be null, and of a JSON tree that it is anything. */
final class NullableComponents implements ModelConverter {

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        Class<?> raw = Json31.mapper().constructType(type.getType()).getRawClass();
        if (JsonNode.class.isAssignableFrom(raw)) {
            return new Schema<>().description("Any JSON");
        }
        if (!chain.hasNext()) {
            return null;
        }
        Schema<?> schema = chain.next().resolve(type, context, chain);
        if (schema != null && raw.isRecord()) {
            Schema<?> defined = schema.get$ref() == null
                    ? schema
                    : context.getDefinedModels().get(schema.get$ref().replaceFirst(".*/", ""));
            if (defined != null && defined.getProperties() != null) {
                mark(raw, defined.getProperties());
            }
        }
        return schema;
    }

    private static void mark(Class<?> type, @SuppressWarnings("rawtypes") Map<String, Schema> properties) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                properties.computeIfPresent(name(component, properties), NullableComponents::nullable);
            }
        }
    }

    private static String name(
            RecordComponent component, @SuppressWarnings("rawtypes") Map<String, Schema> properties) {
        JsonProperty said = component.getAccessor().getAnnotation(JsonProperty.class);
        if (said != null && !said.value().isEmpty()) {
            return said.value();
        }
        String snake = WireNames.snake(component.getName());
        return properties.containsKey(snake) ? snake : component.getName();
    }

    private static Schema<?> nullable(String name, Schema<?> schema) {
        if (schema.get$ref() != null) {
            Schema<?> none = new Schema<>();
            none.setTypes(Set.of("null"));
            Schema<?> either = new Schema<>();
            // an unwrapped part's properties go into the whole's schema by this name
            either.setName(name);
            either.setAnyOf(List.of(schema, none));
            return either;
        }
        Set<String> types = new LinkedHashSet<>(schema.getTypes() == null ? Set.of() : schema.getTypes());
        if (types.isEmpty() && schema.getType() != null) {
            types.add(schema.getType());
        }
        // without a type it may be anything already
        if (!types.isEmpty()) {
            types.add("null");
            schema.setTypes(types);
        }
        return schema;
    }
}
