package io.reagent.text.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code namespace(…)}: the one value a template may change, also from within a loop. */
final class Namespace implements HasAttributes {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    Namespace(Map<?, ?> initial) {
        initial.forEach((name, value) -> fields.put(Values.string(name), value));
    }

    @Override
    public Object attribute(String name) {
        Object value = fields.get(name);
        return value == null ? Undefined.attribute(this, name) : value;
    }

    void set(String name, Object value) {
        fields.put(name, value);
    }
}
