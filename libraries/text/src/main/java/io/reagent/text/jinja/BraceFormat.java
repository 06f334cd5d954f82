package io.reagent.text.jinja;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code '{} {0} {name}'.format(…)}; of format specifications only {@code .Nf}. */
final class BraceFormat {
    private static final Pattern FIELD = Pattern.compile("\\{\\{|\\}\\}|\\{([^{}:!]*)(?::\\.(\\d+)f)?\\}|[{}]");

    private BraceFormat() {}

    static String format(String format, Arguments arguments) {
        Matcher matcher = FIELD.matcher(format);
        StringBuilder out = new StringBuilder();
        int automatic = 0;
        while (matcher.find()) {
            String field = matcher.group(1);
            String text;
            if (field != null) {
                Object value = field.isEmpty() ? argument(arguments, automatic++) : argument(arguments, field);
                String decimals = matcher.group(2);
                text = decimals == null
                        ? Values.text(value)
                        : PercentFormat.fixed(Numbers.real(value), Integer.parseInt(decimals));
            } else if (matcher.group().length() == 2) {
                text = matcher.group().substring(1);
            } else {
                throw new TemplateException("format string '" + format + "' has a field that is not supported");
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(text));
        }
        return matcher.appendTail(out).toString();
    }

    private static Object argument(Arguments arguments, int place) {
        if (place >= arguments.positional().size()) {
            throw new TemplateException("Replacement index " + place + " out of range for positional args tuple");
        }
        return arguments.positional().get(place);
    }

    private static Object argument(Arguments arguments, String field) {
        if (field.chars().allMatch(Character::isDigit)) {
            return argument(arguments, Integer.parseInt(field));
        }
        String[] path = field.split("\\.");
        Object value = arguments.named().getOrDefault(path[0], Undefined.name(path[0]));
        for (int i = 1; i < path.length; i++) {
            value = Attributes.attribute(value, path[i]);
        }
        if (value instanceof Undefined undefined) {
            throw undefined.exception();
        }
        return value;
    }
}
