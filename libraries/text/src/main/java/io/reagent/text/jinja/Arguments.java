package io.reagent.text.jinja;

import java.util.List;
import java.util.Map;

/** The arguments of one call, evaluated. */
record Arguments(List<Object> positional, Map<String, Object> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());

    static Arguments of(Object... positional) {
        return new Arguments(List.of(positional), Map.of());
    }

    boolean has(int place, String name) {
        return place < positional.size() || named.containsKey(name);
    }

    Object get(int place, String name, Object otherwise) {
        return place < positional.size() ? positional.get(place) : named.getOrDefault(name, otherwise);
    }

    Object require(int place, String name) {
        Object missing = new Undefined("missing argument '" + name + "'");
        Object value = get(place, name, missing);
        if (value == missing) {
            throw new TemplateException("missing argument '" + name + "'");
        }
        return value;
    }

    String string(int place, String name) {
        return Values.string(require(place, name));
    }

    String string(int place, String name, String otherwise) {
        return has(place, name) ? string(place, name) : otherwise;
    }

    int integer(int place, String name, int otherwise) {
        Object value = get(place, name, None.NONE);
        return value == None.NONE ? otherwise : Numbers.index(value);
    }

    boolean flag(int place, String name, boolean otherwise) {
        return has(place, name) ? Values.truth(get(place, name, false)) : otherwise;
    }

    /** These without the first positional ones. */
    Arguments after(int count) {
        return new Arguments(positional.subList(Math.min(count, positional.size()), positional.size()), named);
    }
}
