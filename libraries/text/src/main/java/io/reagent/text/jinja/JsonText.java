package io.reagent.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code tojson} of chat templates: Python's {@code json.dumps} without HTML escapes. */
final class JsonText {
    private final boolean ascii;
    private final boolean sorted;
    private final String indent;
    private final boolean multiline;
    private final String comma;
    private final String colon;
    private final StringBuilder out = new StringBuilder();

    private JsonText(Arguments options) {
        ascii = options.flag(0, "ensure_ascii", false);
        Object width = options.get(1, "indent", None.NONE);
        multiline = width != None.NONE;
        indent = width instanceof String s ? s : multiline ? " ".repeat(Math.max(0, Numbers.index(width))) : "";
        List<Object> separators = options.get(2, "separators", None.NONE) instanceof List<?> list
                ? new ArrayList<>(list)
                : List.of(multiline ? "," : ", ", ": ");
        comma = Values.string(separators.get(0));
        colon = Values.string(separators.get(1));
        sorted = options.flag(3, "sort_keys", false);
    }

    static String of(Object value, Arguments options) {
        JsonText json = new JsonText(options);
        json.write(value, 0);
        return json.out.toString();
    }

    private void write(Object value, int depth) {
        switch (value) {
            case None none -> out.append("null");
            case String s -> string(s);
            case Map<?, ?> map -> object(map, depth);
            case List<?> list -> array(list, depth);
            default -> out.append(scalar(value));
        }
    }

    private static String scalar(Object value) {
        return switch (value) {
            case None none -> "null";
            case Boolean b -> b ? "true" : "false";
            case Double d when d.isNaN() -> "NaN";
            case Double d when d.isInfinite() -> d > 0 ? "Infinity" : "-Infinity";
            case Double d -> Repr.number(d);
            case Number n -> n.toString();
            default ->
                throw new TemplateException("Object of type " + Values.typeName(value) + " is not JSON serializable");
        };
    }

    private void array(List<?> items, int depth) {
        out.append('[');
        int written = 0;
        for (Object item : items) {
            out.append(written++ > 0 ? comma : "");
            newline(depth + 1);
            write(item, depth + 1);
        }
        if (written > 0) {
            newline(depth);
        }
        out.append(']');
    }

    private void object(Map<?, ?> map, int depth) {
        Map<String, Object> entries = new LinkedHashMap<>();
        map.forEach((key, value) -> entries.put(key instanceof String s ? s : scalar(key), value));
        List<String> keys = new ArrayList<>(entries.keySet());
        if (sorted) {
            keys.sort(Values::compare);
        }
        out.append('{');
        int written = 0;
        for (String key : keys) {
            out.append(written++ > 0 ? comma : "");
            newline(depth + 1);
            string(key);
            out.append(colon);
            write(entries.getOrDefault(key, None.NONE), depth + 1);
        }
        if (written > 0) {
            newline(depth);
        }
        out.append('}');
    }

    private void newline(int depth) {
        if (multiline) {
            out.append('\n').append(indent.repeat(depth));
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int simple = "\"\\\n\r\t\b\f".indexOf(c);
            if (simple >= 0) {
                out.append('\\').append("\"\\nrtbf".charAt(simple));
            } else if (c < ' ' || (ascii && c > '~')) {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
