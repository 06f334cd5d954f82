package io.reagent.text.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and values of a block; unknown names are looked up in the block around it. */
final class Scope {
    private final @Nullable Scope around;
    private final Map<String, Object> values = new HashMap<>();

    Scope(@Nullable Scope around) {
        this.around = around;
    }

    Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.around) {
            Object value = scope.values.get(name);
            if (value != null) {
                return value;
            }
        }
        return Undefined.name(name);
    }

    void set(String name, Object value) {
        values.put(name, value);
    }
}
