package io.reagent.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code x.name}, {@code x[key]} and {@code x[from:to:step]}. */
final class Attributes {
    private static final Set<String> MUTATING = Set.of(
            "append",
            "extend",
            "insert",
            "remove",
            "sort",
            "reverse",
            "clear",
            "pop",
            "popitem",
            "update",
            "setdefault");

    private Attributes() {}

    /** A method or field by its name, else the entry of a map. */
    static Object attribute(Object target, String name) {
        Object own = own(target, name);
        if (!(own instanceof Undefined) || !(target instanceof Map<?, ?> map)) {
            return own;
        }
        Object item = map.get(name);
        return item == null ? own : item;
    }

    /** The entry of a map or list, else the attribute of that name. */
    static Object item(Object target, Object key) {
        if (target instanceof Map<?, ?> map && map.get(key) instanceof Object item) {
            return item;
        }
        if (Numbers.isInteger(key) && (target instanceof List || target instanceof String)) {
            List<Object> items = Values.items(target);
            int index = Numbers.index(key);
            int place = index < 0 ? index + items.size() : index;
            boolean inside = place >= 0 && place < items.size();
            return inside ? items.get(place) : Undefined.attribute(target, key);
        }
        return key instanceof String name ? own(target, name) : missing(target, key);
    }

    private static Object missing(Object target, Object key) {
        if (target instanceof Undefined undefined) {
            throw undefined.exception();
        }
        return Undefined.attribute(target, key);
    }

    private static Object own(Object target, String name) {
        boolean collection = target instanceof Map || target instanceof List;
        if (collection && MUTATING.contains(name)) {
            Callable refuse = arguments -> {
                throw new TemplateException(
                        "access to attribute '" + name + "' of '" + Values.typeName(target) + "' object is unsafe.");
            };
            // a map may have an entry of that name, which then is meant
            return target instanceof Map<?, ?> map && map.containsKey(name)
                    ? Undefined.attribute(target, name)
                    : refuse;
        }
        return switch (target) {
            case HasAttributes object -> object.attribute(name);
            case String s -> StringMethods.method(s, name);
            case Map<?, ?> map -> mapMethod(map, name);
            case List<?> list -> listMethod(list, name);
            default -> missing(target, name);
        };
    }

    private static Object mapMethod(Map<?, ?> map, String name) {
        return switch (name) {
            case "items" -> (Callable) arguments -> entries(map);
            case "keys" -> (Callable) arguments -> new ArrayList<Object>(map.keySet());
            case "values" -> (Callable) arguments -> new ArrayList<Object>(map.values());
            case "copy" -> (Callable) arguments -> map;
            case "get" ->
                (Callable) arguments -> {
                    Object found = map.get(arguments.require(0, "key"));
                    return found == null ? arguments.get(1, "default", None.NONE) : found;
                };
            default -> Undefined.attribute(map, name);
        };
    }

    static List<Object> entries(Map<?, ?> map) {
        List<Object> entries = new ArrayList<>();
        map.forEach((key, value) -> entries.add(Tuple.of(key, value)));
        return entries;
    }

    private static Object listMethod(List<?> list, String name) {
        return switch (name) {
            case "index" ->
                (Callable) arguments -> {
                    for (int i = 0; i < list.size(); i++) {
                        if (Values.equal(list.get(i), arguments.require(0, "value"))) {
                            return (long) i;
                        }
                    }
                    throw new TemplateException("value is not in list");
                };
            case "count" ->
                (Callable) arguments -> list.stream()
                        .filter(item -> Values.equal(item, arguments.require(0, "value")))
                        .count();
            default -> Undefined.attribute(list, name);
        };
    }

    static Object slice(Object target, Object from, Object to, Object step) {
        if (target instanceof Undefined || !(target instanceof String || target instanceof List)) {
            return missing(target, "slice");
        }
        List<Object> items = Values.items(target);
        int by = step == None.NONE ? 1 : Numbers.index(step);
        if (by == 0) {
            throw new TemplateException("slice step cannot be zero");
        }
        int size = items.size();
        int start = from == None.NONE ? (by > 0 ? 0 : size - 1) : bound(from, size, by);
        int stop = to == None.NONE ? (by > 0 ? size : -1) : bound(to, size, by);
        List<Object> chosen = new ArrayList<>();
        for (long i = start; by > 0 ? i < stop : i > stop; i += by) {
            chosen.add(items.get((int) i));
        }
        if (target instanceof String) {
            StringBuilder text = new StringBuilder();
            chosen.forEach(text::append);
            return text.toString();
        }
        return target instanceof Tuple ? new Tuple(chosen) : chosen;
    }

    private static int bound(Object index, int size, int step) {
        long place = Numbers.index(index);
        place += place < 0 ? size : 0;
        int least = step > 0 ? 0 : -1;
        int most = step > 0 ? size : size - 1;
        return (int) Math.max(least, Math.min(most, place));
    }
}
