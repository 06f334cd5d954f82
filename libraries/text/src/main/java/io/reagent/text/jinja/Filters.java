package io.reagent.text.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Filters by name. Those on sequences are in {@link SequenceFilters}. */
final class Filters {
    private static final Pattern WORD_START = Pattern.compile("[-\\s({\\[<]+");
    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Map<String, BiFunction<Object, Arguments, Object>> BY_NAME = new HashMap<>();

    static {
        BY_NAME.put("tojson", JsonText::of);
        BY_NAME.put("default", Filters::orDefault);
        BY_NAME.put("d", Filters::orDefault);
        BY_NAME.put("string", (value, a) -> Values.text(value));
        BY_NAME.put("safe", (value, a) -> Values.text(value));
        BY_NAME.put(
                "trim",
                (value, a) -> StringMethods.method(Values.text(value), "strip") instanceof Callable strip
                        ? strip.call(a)
                        : value);
        BY_NAME.put("upper", (value, a) -> Values.text(value).toUpperCase(Locale.ROOT));
        BY_NAME.put("lower", (value, a) -> Values.text(value).toLowerCase(Locale.ROOT));
        BY_NAME.put("capitalize", (value, a) -> StringMethods.capitalize(Values.text(value)));
        BY_NAME.put("title", (value, a) -> title(Values.text(value)));
        BY_NAME.put(
                "replace",
                (value, a) -> StringMethods.replace(
                        Values.text(value),
                        Values.text(a.require(0, "old")),
                        Values.text(a.require(1, "new")),
                        a.integer(2, "count", -1)));
        BY_NAME.put(
                "format",
                (value, a) -> PercentFormat.format(
                        Values.text(value), a.named().isEmpty() ? new Tuple(a.positional()) : a.named()));
        BY_NAME.put("indent", Filters::indent);
        BY_NAME.put("escape", (value, a) -> escape(Values.text(value)));
        BY_NAME.put("e", (value, a) -> escape(Values.text(value)));
        BY_NAME.put(
                "wordcount",
                (value, a) -> WORD.matcher(Values.text(value)).results().count());
        BY_NAME.put("int", Filters::toInteger);
        BY_NAME.put("float", Filters::toReal);
        BY_NAME.put("abs", (value, a) -> Numbers.compare(value, 0L) < 0 ? Numbers.negate(value) : value);
        BY_NAME.put("round", Filters::round);
        BY_NAME.put("attr", (value, a) -> Attributes.attribute(value, a.string(0, "name")));
        SequenceFilters.register(BY_NAME);
    }

    private Filters() {}

    static boolean has(String name) {
        return BY_NAME.containsKey(name);
    }

    static Object apply(String name, Object value, Arguments arguments) {
        BiFunction<Object, Arguments, Object> filter = BY_NAME.get(name);
        if (filter == null) {
            throw new TemplateException("No filter named '" + name + "'.");
        }
        return filter.apply(value, arguments);
    }

    private static Object orDefault(Object value, Arguments arguments) {
        boolean replaced = value instanceof Undefined || (arguments.flag(1, "boolean", false) && !Values.truth(value));
        return replaced ? arguments.get(0, "default_value", "") : value;
    }

    private static String title(String text) {
        Matcher gap = WORD_START.matcher(text);
        StringBuilder out = new StringBuilder();
        int from = 0;
        while (gap.find()) {
            out.append(StringMethods.capitalize(text.substring(from, gap.start())))
                    .append(gap.group());
            from = gap.end();
        }
        return out.append(StringMethods.capitalize(text.substring(from))).toString();
    }

    private static String indent(Object value, Arguments arguments) {
        Object width = arguments.get(0, "width", 4L);
        String indentation = width instanceof String s ? s : " ".repeat(Math.max(0, Numbers.index(width)));
        boolean first = arguments.flag(1, "first", false);
        boolean blank = arguments.flag(2, "blank", false);
        List<Object> lines = Whitespace.lines(Values.string(value) + "\n");
        StringBuilder out = new StringBuilder(first ? indentation : "");
        for (int i = 0; i < lines.size(); i++) {
            String line = Values.string(lines.get(i));
            out.append(i > 0 ? "\n" : "")
                    .append(i > 0 && (blank || !line.isEmpty()) ? indentation : "")
                    .append(line);
        }
        return out.toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;");
    }

    /** A number without its fraction, as {@code %d} and {@code int} take it. */
    static BigInteger integer(Object value) {
        return value instanceof Double d ? new BigDecimal(d).toBigInteger() : Numbers.big(value);
    }

    private static Object toInteger(Object value, Arguments arguments) {
        try {
            if (value instanceof String s) {
                return Numbers.of(parse(Whitespace.strip(s).replace("_", ""), arguments.integer(1, "base", 10)));
            }
            return Numbers.isNumber(value) ? Numbers.of(integer(value)) : arguments.get(0, "default", 0L);
        } catch (NumberFormatException notAnInteger) {
            Object real = toReal(value, new Arguments(List.of(None.NONE), Map.of()));
            return real instanceof Double d && Double.isFinite(d)
                    ? Numbers.of(integer(d))
                    : arguments.get(0, "default", 0L);
        }
    }

    private static BigInteger parse(String text, int base) {
        String lower = text.toLowerCase(Locale.ROOT);
        int prefixed = lower.startsWith("0x") ? 16 : lower.startsWith("0o") ? 8 : lower.startsWith("0b") ? 2 : 0;
        boolean prefix = prefixed != 0 && (base == 0 || base == prefixed);
        int radix = base != 0 ? base : prefix ? prefixed : 10;
        return new BigInteger(prefix ? lower.substring(2) : lower, radix);
    }

    private static Object toReal(Object value, Arguments arguments) {
        Object otherwise = arguments.get(0, "default", 0.0);
        if (value instanceof String s) {
            try {
                return Double.valueOf(s.replace("_", ""));
            } catch (NumberFormatException notANumber) {
                return otherwise;
            }
        }
        return Numbers.isNumber(value) ? (Object) Numbers.real(value) : otherwise;
    }

    private static Object round(Object value, Arguments arguments) {
        int precision = arguments.integer(0, "precision", 0);
        RoundingMode mode =
                switch (arguments.string(1, "method", "common")) {
                    case "common" -> RoundingMode.HALF_EVEN;
                    case "ceil" -> RoundingMode.CEILING;
                    case "floor" -> RoundingMode.FLOOR;
                    default -> throw new TemplateException("method must be common, ceil or floor");
                };
        Object rounded =
                new BigDecimal(Numbers.real(value)).setScale(precision, mode).doubleValue();
        return Numbers.isInteger(value) && mode == RoundingMode.HALF_EVEN ? value : rounded;
    }
}
