package io.reagent.text.jinja;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Python's {@code repr()}. */
final class Repr {
    private Repr() {}

    static String of(Object value) {
        return switch (value) {
            case Boolean b -> b ? "True" : "False";
            case Double d -> number(d);
            case String s -> string(s);
            case Tuple tuple -> "(" + joined(tuple) + (tuple.size() == 1 ? ",)" : ")");
            case List<?> list -> "[" + joined(list) + "]";
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(e -> of(e.getKey()) + ": " + of(e.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Undefined undefined -> "Undefined";
            case Callable function -> "<function>";
            default -> value.toString();
        };
    }

    private static String joined(List<?> items) {
        return items.stream().map(Repr::of).collect(Collectors.joining(", "));
    }

    /** The shortest digits that read back as the number; an exponent below 1e-4 and from 1e16 on. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = shortest.unscaledValue().abs().toString();
        return (value < 0 ? "-" : "") + digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "") + "e"
                + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    private static String string(String text) {
        char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
        StringBuilder out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> character(c, quote, out);
            }
        });
        return out.append(quote).toString();
    }

    private static void character(int c, char quote, StringBuilder out) {
        if (c == quote) {
            out.append('\\').append(quote);
        } else if (printable(c)) {
            out.appendCodePoint(c);
        } else {
            out.append(String.format(c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
        }
    }

    private static boolean printable(int c) {
        return c == ' '
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> true;
                };
    }
}
