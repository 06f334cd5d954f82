package io.reagent.text.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Filters on lists and maps. Where jinja2 makes a generator, these make a list. */
final class SequenceFilters {
    private SequenceFilters() {}

    static void register(Map<String, BiFunction<Object, Arguments, Object>> filters) {
        filters.put("length", (value, a) -> (long) Values.length(value));
        filters.put("count", (value, a) -> (long) Values.length(value));
        filters.put("list", (value, a) -> Values.items(value));
        filters.put("items", SequenceFilters::items);
        filters.put("dictsort", SequenceFilters::dictSort);
        filters.put("first", (value, a) -> end(Values.items(value), true));
        filters.put("last", (value, a) -> end(Values.items(value), false));
        filters.put("join", SequenceFilters::join);
        filters.put("reverse", SequenceFilters::reverse);
        filters.put(
                "sort",
                (value, a) -> sort(
                        Values.items(value),
                        key(a.get(2, "attribute", None.NONE), a.flag(1, "case_sensitive", false)),
                        a.flag(0, "reverse", false)));
        filters.put("min", (value, a) -> extreme(value, a, 1));
        filters.put("max", (value, a) -> extreme(value, a, -1));
        filters.put("sum", SequenceFilters::sum);
        filters.put("unique", SequenceFilters::unique);
        filters.put("batch", SequenceFilters::batch);
        filters.put("map", SequenceFilters::map);
        filters.put("select", (value, a) -> chosen(value, item -> test(item, a)));
        filters.put("reject", (value, a) -> chosen(value, item -> !test(item, a)));
        filters.put(
                "selectattr",
                (value, a) -> chosen(value, item -> test(path(item, a.require(0, "attribute")), a.after(1))));
        filters.put(
                "rejectattr",
                (value, a) -> chosen(value, item -> !test(path(item, a.require(0, "attribute")), a.after(1))));
    }

    private static Object items(Object value, Arguments arguments) {
        return switch (value) {
            case Undefined undefined -> List.of();
            case Map<?, ?> map -> Attributes.entries(map);
            default -> throw new TemplateException("Can only get item pairs from a mapping.");
        };
    }

    private static Object dictSort(Object value, Arguments arguments) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new TemplateException("dictsort needs a mapping");
        }
        long place = arguments.string(1, "by", "key").equals("value") ? 1 : 0;
        Key key = key(place, arguments.flag(0, "case_sensitive", false));
        return sort(Attributes.entries(map), key, arguments.flag(2, "reverse", false));
    }

    private static Object end(List<Object> items, boolean first) {
        if (items.isEmpty()) {
            return new Undefined("No " + (first ? "first" : "last") + " item, sequence was empty.");
        }
        return first ? items.getFirst() : items.getLast();
    }

    private static Object join(Object value, Arguments arguments) {
        Object attribute = arguments.get(1, "attribute", None.NONE);
        List<String> texts = Values.items(value).stream()
                .map(item -> Values.text(attribute == None.NONE ? item : path(item, attribute)))
                .toList();
        return String.join(Values.text(arguments.get(0, "d", "")), texts);
    }

    private static Object reverse(Object value, Arguments arguments) {
        if (value instanceof String s) {
            return new StringBuilder(s).reverse().toString();
        }
        List<Object> items = Values.items(value);
        Collections.reverse(items);
        return items;
    }

    private interface Key {
        Object of(Object item);
    }

    private static Key key(Object attribute, boolean caseSensitive) {
        return item -> {
            Object value = attribute == None.NONE ? item : path(item, attribute);
            return value instanceof String s && !caseSensitive ? s.toLowerCase(Locale.ROOT) : value;
        };
    }

    private static List<Object> sort(List<Object> items, Key key, boolean reverse) {
        Comparator<Object> order = (a, b) -> Values.compare(key.of(a), key.of(b));
        items.sort(reverse ? order.reversed() : order);
        return items;
    }

    private static Object extreme(Object value, Arguments arguments, int direction) {
        Key key = key(arguments.get(1, "attribute", None.NONE), arguments.flag(0, "case_sensitive", false));
        List<Object> items = Values.items(value);
        return items.isEmpty()
                ? new Undefined("No aggregated item, sequence was empty.")
                : Collections.min(items, (a, b) -> direction * Values.compare(key.of(a), key.of(b)));
    }

    private static Object sum(Object value, Arguments arguments) {
        Object attribute = arguments.get(0, "attribute", None.NONE);
        Object total = arguments.get(1, "start", 0L);
        for (Object item : Values.items(value)) {
            total = Numbers.binary("+", total, attribute == None.NONE ? item : path(item, attribute));
        }
        return total;
    }

    private static Object unique(Object value, Arguments arguments) {
        Key key = key(arguments.get(1, "attribute", None.NONE), arguments.flag(0, "case_sensitive", false));
        List<Object> seen = new ArrayList<>();
        return chosen(value, item -> !Values.contains(seen, key.of(item)) && seen.add(key.of(item)));
    }

    private static Object batch(Object value, Arguments arguments) {
        int size = Math.max(1, arguments.integer(0, "linecount", 1));
        List<Object> items = Values.items(value);
        List<Object> batches = new ArrayList<>();
        for (int from = 0; from < items.size(); from += size) {
            List<Object> batch = new ArrayList<>(items.subList(from, Math.min(items.size(), from + size)));
            while (batch.size() < size && arguments.has(1, "fill_with")) {
                batch.add(arguments.get(1, "fill_with", None.NONE));
            }
            batches.add(batch);
        }
        return batches;
    }

    private static Object map(Object value, Arguments arguments) {
        Object attribute = arguments.named().getOrDefault("attribute", None.NONE);
        List<Object> mapped = new ArrayList<>();
        for (Object item : Values.items(value)) {
            if (attribute == None.NONE) {
                mapped.add(Filters.apply(arguments.string(0, "filter"), item, arguments.after(1)));
            } else {
                Object found = path(item, attribute);
                mapped.add(found instanceof Undefined ? arguments.named().getOrDefault("default", found) : found);
            }
        }
        return mapped;
    }

    private static List<Object> chosen(Object value, Predicate<Object> predicate) {
        return new ArrayList<>(Values.items(value).stream().filter(predicate).toList());
    }

    /** The test named by the first argument, or truth. */
    private static boolean test(Object item, Arguments arguments) {
        return arguments.positional().isEmpty()
                ? Values.truth(item)
                : Tests.apply(arguments.string(0, "test"), item, arguments.after(1));
    }

    /** {@code a.b.0} or a place. */
    private static Object path(Object item, Object attribute) {
        if (!(attribute instanceof String dotted)) {
            return Attributes.item(item, attribute);
        }
        Object value = item;
        for (String part : dotted.split("\\.")) {
            boolean place = !part.isEmpty() && part.chars().allMatch(Character::isDigit);
            value = Attributes.item(value, place ? (Object) Long.valueOf(part) : part);
        }
        return value;
    }
}
