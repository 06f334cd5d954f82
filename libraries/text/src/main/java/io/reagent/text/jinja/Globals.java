package io.reagent.text.jinja;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The functions every template knows. */
final class Globals {
    private static final int LONGEST_RANGE = 100_000;
    private static final Pattern DIRECTIVE = Pattern.compile("%(-?)(.)");
    private static final Map<String, String> DATE_PATTERNS = Map.ofEntries(
            Map.entry("d", "dd"),
            Map.entry("-d", "d"),
            Map.entry("m", "MM"),
            Map.entry("-m", "M"),
            Map.entry("Y", "yyyy"),
            Map.entry("y", "yy"),
            Map.entry("b", "MMM"),
            Map.entry("B", "MMMM"),
            Map.entry("a", "EEE"),
            Map.entry("A", "EEEE"),
            Map.entry("H", "HH"),
            Map.entry("-H", "H"),
            Map.entry("I", "hh"),
            Map.entry("-I", "h"),
            Map.entry("M", "mm"),
            Map.entry("S", "ss"),
            Map.entry("p", "a"),
            Map.entry("j", "DDD"));

    private Globals() {}

    static Scope scope(Supplier<ZonedDateTime> now) {
        Scope scope = new Scope(null);
        scope.set("range", (Callable) Globals::range);
        scope.set("dict", (Callable) Globals::dict);
        scope.set("namespace", (Callable) arguments -> new Namespace(dict(arguments)));
        scope.set("joiner", (Callable) Globals::joiner);
        scope.set("cycler", (Callable) arguments -> new Cycler(arguments.positional()));
        scope.set("strftime_now", (Callable) arguments -> date(arguments.string(0, "format"), now.get()));
        scope.set("raise_exception", (Callable) arguments -> {
            throw new TemplateException(Values.text(arguments.require(0, "message")));
        });
        return scope;
    }

    private static List<Object> range(Arguments arguments) {
        boolean one = arguments.positional().size() == 1;
        int start = one ? 0 : arguments.integer(0, "start", 0);
        int stop = arguments.integer(one ? 0 : 1, "stop", 0);
        int step = arguments.integer(2, "step", 1);
        if (step == 0) {
            throw new TemplateException("range() arg 3 must not be zero");
        }
        List<Object> numbers = new ArrayList<>();
        for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
            if (numbers.size() == LONGEST_RANGE) {
                throw new TemplateException("Range too big. The most is " + LONGEST_RANGE + " items.");
            }
            numbers.add(i);
        }
        return numbers;
    }

    private static Map<Object, Object> dict(Arguments arguments) {
        Map<Object, Object> result = new LinkedHashMap<>();
        for (Object source : arguments.positional()) {
            List<Object> entries = source instanceof Map<?, ?> map ? Attributes.entries(map) : Values.items(source);
            for (Object entry : entries) {
                List<Object> pair = Values.items(entry);
                result.put(pair.get(0), pair.get(1));
            }
        }
        result.putAll(arguments.named());
        return result;
    }

    private static Callable joiner(Arguments arguments) {
        Iterator<String> first = List.of("").iterator();
        return unused -> first.hasNext() ? first.next() : arguments.string(0, "sep", ", ");
    }

    private static final class Cycler implements HasAttributes {
        private final List<Object> items;
        private int place;

        Cycler(List<Object> items) {
            if (items.isEmpty()) {
                throw new TemplateException("at least one item has to be provided");
            }
            this.items = List.copyOf(items);
        }

        @Override
        public Object attribute(String name) {
            return switch (name) {
                case "current" -> items.get(place);
                case "next" ->
                    (Callable) arguments -> {
                        Object current = items.get(place);
                        place = (place + 1) % items.size();
                        return current;
                    };
                case "reset" ->
                    (Callable) arguments -> {
                        place = 0;
                        return None.NONE;
                    };
                default -> Undefined.attribute(this, name);
            };
        }
    }

    private static String date(String format, ZonedDateTime now) {
        Matcher directive = DIRECTIVE.matcher(format);
        StringBuilder out = new StringBuilder();
        while (directive.find()) {
            String name = directive.group(1) + directive.group(2);
            String pattern = DATE_PATTERNS.get(name);
            if (pattern == null && !name.equals("%")) {
                throw new TemplateException("strftime_now does not know %" + name);
            }
            String text = pattern == null
                    ? "%"
                    : DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(now);
            directive.appendReplacement(out, Matcher.quoteReplacement(text));
        }
        return directive.appendTail(out).toString();
    }
}
