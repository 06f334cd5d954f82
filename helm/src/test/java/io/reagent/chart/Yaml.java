package io.reagent.chart;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Looks into what YAML was read to. */
final class Yaml {
    private Yaml() {}

    /** What is at a path of fields, or null where one is missing. */
    static @Nullable Object at(@Nullable Object of, String... path) {
        Object at = of;
        for (String field : path) {
            at = at instanceof Map<?, ?> map ? map.get(field) : null;
        }
        return at;
    }

    static String text(@Nullable Object of, String... path) {
        return String.valueOf(Objects.requireNonNull(at(of, path), () -> String.join(".", path) + " of " + of));
    }

    /** A list, empty where there is none. */
    static List<?> list(@Nullable Object of, String... path) {
        return at(of, path) instanceof List<?> list ? list : List.of();
    }

    /** A map, empty where there is none. */
    @SuppressWarnings("unchecked") // what YAML reads to
    static Map<Object, Object> map(@Nullable Object of, String... path) {
        return at(of, path) instanceof Map<?, ?> map ? (Map<Object, Object>) map : Map.of();
    }
}
