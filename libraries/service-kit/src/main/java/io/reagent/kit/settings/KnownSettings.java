package io.reagent.kit.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.util.ClassUtils;

/** Everything that the services on the class path can be told, read from their records of properties. */
public final class KnownSettings {
    private static final String CLASSES = "classpath*:io/reagent/**/*.class";

    private KnownSettings() {}

    /** In the order of their names. */
    public static List<Setting> all() {
        return Found.SETTINGS;
    }

    /** Looked for once: the class path stays as it is. */
    private static final class Found {
        private static final List<Setting> SETTINGS = find();
    }

    private static List<Setting> find() {
        List<Setting> settings = new ArrayList<>();
        for (Class<?> type : records()) {
            add(
                    settings,
                    Objects.requireNonNull(type.getAnnotation(ConfigurationProperties.class))
                            .value(),
                    type);
        }
        settings.sort(Comparator.comparing(Setting::name));
        return List.copyOf(settings);
    }

    private static List<Class<?>> records() {
        try {
            CachingMetadataReaderFactory reader = new CachingMetadataReaderFactory();
            List<Class<?>> found = new ArrayList<>();
            for (Resource resource : new PathMatchingResourcePatternResolver().getResources(CLASSES)) {
                MetadataReader read = reader.getMetadataReader(resource);
                if (read.getAnnotationMetadata().hasAnnotation(ConfigurationProperties.class.getName())) {
                    String name = read.getClassMetadata().getClassName();
                    found.add(ClassUtils.resolveClassName(name, KnownSettings.class.getClassLoader()));
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(List<Setting> settings, String prefix, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            String name = prefix + "." + dashed(component.getName());
            Type value = component.getGenericType();
            if (component.getType() == Map.class) {
                name += "." + Setting.ANY;
                value = ((ParameterizedType) value).getActualTypeArguments()[1];
            }
            if (value instanceof Class<?> nested && nested.isRecord()) {
                add(settings, name, nested);
            } else {
                settings.add(new Setting(name, value, standard(type, i), type, component.getName()));
            }
        }
    }

    /** Where Spring reads it: at the parameters of the record's constructor. */
    private static @Nullable String standard(Class<?> type, int component) {
        DefaultValue standard = canonical(type).getParameters()[component].getAnnotation(DefaultValue.class);
        return standard == null || standard.value().length == 0 ? null : String.join(",", standard.value());
    }

    private static Constructor<?> canonical(Class<?> type) {
        try {
            return type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String dashed(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
