package io.reagent.text.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code '%s' % values}: conversions s, r, d, i, f, x and %, with flags, width and precision. */
final class PercentFormat {
    private static final Pattern CONVERSION = Pattern.compile(
            "%(?:\\((?<key>[^)]*)\\))?(?<flags>[-+0 #]*)(?<width>\\d*)(?:\\.(?<precision>\\d+))?(?<type>.|$)");

    private PercentFormat() {}

    static String format(String format, Object values) {
        List<?> queue = values instanceof Tuple tuple ? tuple : List.of(values);
        Matcher matcher = CONVERSION.matcher(format);
        StringBuilder out = new StringBuilder();
        int used = 0;
        int from = 0;
        while (matcher.find(from)) {
            out.append(format, from, matcher.start());
            from = matcher.end();
            String key = matcher.group("key");
            if (matcher.group("type").equals("%")) {
                out.append('%');
            } else if (key != null) {
                out.append(convert(matcher, Attributes.item(values, key)));
            } else if (used < queue.size()) {
                out.append(convert(matcher, queue.get(used++)));
            } else {
                throw new TemplateException("not enough arguments for format string");
            }
        }
        if (used < queue.size() && !(values instanceof Map)) {
            throw new TemplateException("not all arguments converted during string formatting");
        }
        return out.append(format.substring(from)).toString();
    }

    private static String convert(Matcher conversion, Object value) {
        String flags = conversion.group("flags");
        String precision = conversion.group("precision");
        String text =
                switch (conversion.group("type")) {
                    case "s" -> cut(Values.text(value), precision);
                    case "r" -> cut(Repr.of(value), precision);
                    case "d", "i" -> signed(Filters.integer(value).toString(), flags);
                    case "x" -> signed(Numbers.big(value).toString(16), flags);
                    case "f" ->
                        signed(fixed(Numbers.real(value), precision == null ? 6 : Integer.parseInt(precision)), flags);
                    default ->
                        throw new TemplateException("unsupported format character in '" + conversion.group() + "'");
                };
        return pad(text, flags, conversion.group("width"), !"sr".contains(conversion.group("type")));
    }

    static String fixed(double value, int decimals) {
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String cut(String text, String precision) {
        int most = precision == null ? text.length() : Math.min(text.length(), Integer.parseInt(precision));
        return text.substring(0, most);
    }

    private static String signed(String number, String flags) {
        if (number.startsWith("-")) {
            return number;
        }
        return flags.contains("+") ? "+" + number : flags.contains(" ") ? " " + number : number;
    }

    private static String pad(String text, String flags, String width, boolean number) {
        int missing = (width.isEmpty() ? 0 : Integer.parseInt(width)) - text.length();
        if (missing <= 0) {
            return text;
        }
        if (flags.contains("-")) {
            return text + " ".repeat(missing);
        }
        if (!flags.contains("0") || !number) {
            return " ".repeat(missing) + text;
        }
        int sign = "+- ".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
        return text.substring(0, sign) + "0".repeat(missing) + text.substring(sign);
    }
}
