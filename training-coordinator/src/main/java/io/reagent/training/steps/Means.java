package io.reagent.training.steps;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Means and counts as metrics have them. */
final class Means {
    private Means() {}

    /** What is averaged; null where there is nothing. */
    interface Value<T> {
        @Nullable Double of(T one);
    }

    /** Over those that have a value; null when none has. */
    static <T> @Nullable Double mean(List<T> of, Value<T> value) {
        double[] present = of.stream()
                .map(value::of)
                .flatMap(Stream::ofNullable)
                .mapToDouble(Double::doubleValue)
                .toArray();
        return present.length == 0
                ? null
                : (Double) Arrays.stream(present).average().orElseThrow();
    }

    /** How often each comes, by name. */
    static Map<String, Long> count(Stream<? extends Enum<?>> values) {
        return values.collect(Collectors.groupingBy(Enum::name, TreeMap::new, Collectors.counting()));
    }

    /** What is not a number stays out: JSON has none for it. */
    static void put(ObjectNode json, String name, @Nullable Double value) {
        if (value != null && Double.isFinite(value)) {
            json.put(name, value);
        }
    }
}
