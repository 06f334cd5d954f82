package io.reagent.eval.benchmarks;

import io.reagent.grading.Graders;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What describes a benchmark, key by key, as its YAML says.
 *
 * @param values by their keys
 * @param place where they stand, for messages
 */
record BenchmarkSettings(Map<String, Object> values, String place) {
    private static final int MOST_TURNS = 10_000;
    private static final int MOST_SAMPLES = 1_000;
    private static final int MOST_ITEMS = 10_000_000;
    private static final String NAME = "[a-z0-9][a-z0-9_.-]{0,63}";

    private static final List<String> KEYS = keys();
    private static final Set<String> GRADERS = graders();

    /** Those of the library, and a model's verdict. */
    private static Set<String> graders() {
        Set<String> graders = new TreeSet<>(Graders.names());
        graders.addAll(List.of("llm", "judge"));
        return graders;
    }

    private static List<String> keys() {
        List<String> keys = new ArrayList<>(List.of("name", "path", "checksum", "list"));
        for (ItemField field : ItemField.values()) {
            keys.add(field.key());
        }
        keys.addAll(List.of(
                "answer_after", "canary", "unanswered", "title", "tools", "turns", "grader", "prompt", "samples"));
        keys.addAll(List.of("temperature", "top_p", "items", "licence", "source", "suites", "world"));
        return List.copyOf(keys);
    }

    BenchmarkSettings {
        for (String key : values.keySet()) {
            if (!KEYS.contains(key)) {
                throw BenchmarkException.field(place, key, "is no key", "keys are " + String.join(", ", KEYS));
            }
        }
    }

    /** These over others, which say what these do not. */
    BenchmarkSettings over(BenchmarkSettings others) {
        Map<String, Object> all = new LinkedHashMap<>(others.values);
        all.putAll(values);
        return new BenchmarkSettings(all, place);
    }

    /** @param standard the name when none is written */
    String name(String standard) {
        String name = text("name", standard);
        if (!name.matches(NAME)) {
            throw BenchmarkException.field(
                    place,
                    "name",
                    "is '" + name + "'",
                    "write a 'name:' of up to 64 small letters, digits, '_', '-' and '.', beginning with a letter or digit");
        }
        return name;
    }

    /** @param own the keys that the user wrote, whose columns must be there */
    BenchmarkSpec spec(String standardName, Set<String> own) {
        String name = name(standardName);
        boolean world = truth("world");
        Map<ItemField, List<String>> columns = new EnumMap<>(ItemField.class);
        Set<ItemField> demanded = EnumSet.noneOf(ItemField.class);
        for (ItemField field : ItemField.values()) {
            List<String> names = texts(field.key());
            if (!names.isEmpty()) {
                columns.put(field, names);
            }
            if (own.contains(field.key()) && field != ItemField.WITHOUT) {
                demanded.add(field);
            }
        }
        if (!world) {
            require(columns, ItemField.QUESTION);
            require(columns, ItemField.ANSWER);
        }
        ItemLayout layout = new ItemLayout(
                columns,
                demanded,
                optional("list"),
                optional("answer_after"),
                optional("canary"),
                optional("unanswered"));
        return new BenchmarkSpec(
                benchmark(name),
                layout,
                texts("path"),
                optional("checksum"),
                integer("items", null, MOST_ITEMS),
                world);
    }

    private Benchmark benchmark(String name) {
        return new Benchmark(
                name,
                text("title", name),
                texts("tools"),
                orElse(integer("turns", null, MOST_TURNS), 40),
                grader(),
                text("prompt", Prompts.EVALUATION),
                orElse(integer("samples", null, MOST_SAMPLES), 3),
                number("temperature", 0.6, 2),
                number("top_p", 0.95, 1),
                text("licence", "your own"),
                text("source", "your own"),
                texts("suites"));
    }

    private String grader() {
        String grader = text("grader", "short-answer");
        if (!GRADERS.contains(grader)) {
            throw BenchmarkException.field(
                    place, "grader", "is '" + grader + "'", "graders are " + String.join(", ", GRADERS));
        }
        return grader;
    }

    private void require(Map<ItemField, List<String>> columns, ItemField field) {
        if (!columns.containsKey(field)) {
            throw BenchmarkException.field(
                    place,
                    field.key(),
                    "is missing",
                    "write '" + field.key() + ": ' and the name of the column that has it");
        }
    }

    private String text(String key, String standard) {
        String text = optional(key);
        return text == null ? standard : text;
    }

    private @Nullable String optional(String key) {
        Object value = values.get(key);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text) || text.isBlank()) {
            throw mistyped(key, "text", value);
        }
        return text;
    }

    /** One text or a list of them. */
    private List<String> texts(String key) {
        Object value = values.get(key);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (Object element : value instanceof List<?> list ? list : List.of(value)) {
            if (!(element instanceof String text) || text.isBlank()) {
                throw mistyped(key, "text, or a list of texts", element);
            }
            texts.add(text);
        }
        return texts;
    }

    private @Nullable Integer integer(String key, @Nullable Integer standard, int most) {
        Object value = values.get(key);
        if (value == null) {
            return standard;
        }
        if (!(value instanceof Integer number) || number < 1 || number > most) {
            throw mistyped(key, "a whole number from 1 to " + most, value);
        }
        return number;
    }

    private double number(String key, double standard, double most) {
        Object value = values.get(key);
        if (value == null) {
            return standard;
        }
        if (!(value instanceof Number number) || !(number.doubleValue() >= 0 && number.doubleValue() <= most)) {
            throw mistyped(key, "a number from 0 to " + most, value);
        }
        return number.doubleValue();
    }

    private boolean truth(String key) {
        Object value = values.get(key);
        if (value != null && !(value instanceof Boolean)) {
            throw mistyped(key, "true or false", value);
        }
        return Boolean.TRUE.equals(value);
    }

    private static int orElse(@Nullable Integer value, int standard) {
        return value == null ? standard : value;
    }

    private BenchmarkException mistyped(String key, String wanted, @Nullable Object value) {
        return BenchmarkException.field(
                place,
                key,
                "is " + (value instanceof String text ? "'" + text + "'" : String.valueOf(value)),
                "write " + wanted
                        + (value instanceof String
                                ? ""
                                : "; what looks like a number or a truth is text in" + " quotation marks"));
    }
}
