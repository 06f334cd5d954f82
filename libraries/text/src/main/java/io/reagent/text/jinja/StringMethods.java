package io.reagent.text.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;

/** The methods of Python strings that templates use. */
final class StringMethods {
    private StringMethods() {}

    static Object method(String s, String name) {
        return switch (name) {
            case "strip" -> (Callable) a -> Whitespace.strip(s, stripped(a), true, true);
            case "lstrip" -> (Callable) a -> Whitespace.strip(s, stripped(a), true, false);
            case "rstrip" -> (Callable) a -> Whitespace.strip(s, stripped(a), false, true);
            case "split" -> (Callable) a -> split(s, a);
            case "rsplit" -> (Callable) a -> splitFromEnd(s, a);
            case "splitlines" -> (Callable) a -> Whitespace.lines(s);
            case "partition" -> (Callable) a -> partition(s, a.string(0, "sep"));
            case "startswith" -> (Callable) a -> any(a.require(0, "prefix"), s, String::startsWith);
            case "endswith" -> (Callable) a -> any(a.require(0, "suffix"), s, String::endsWith);
            case "removeprefix" -> (Callable) a -> removePrefix(s, a.string(0, "prefix"));
            case "removesuffix" -> (Callable) a -> removeSuffix(s, a.string(0, "suffix"));
            case "replace" ->
                (Callable) a -> replace(s, a.string(0, "old"), a.string(1, "new"), a.integer(2, "count", -1));
            case "upper" -> (Callable) a -> s.toUpperCase(Locale.ROOT);
            case "lower" -> (Callable) a -> s.toLowerCase(Locale.ROOT);
            case "capitalize" -> (Callable) a -> capitalize(s);
            case "title" -> (Callable) a -> title(s);
            case "join" -> (Callable) a -> String.join(s, strings(a.require(0, "iterable")));
            case "find" -> (Callable) a -> codePoints(s, s.indexOf(a.string(0, "sub")));
            case "rfind" -> (Callable) a -> codePoints(s, s.lastIndexOf(a.string(0, "sub")));
            case "count" -> (Callable) a -> count(s, a.string(0, "sub"));
            case "format" -> (Callable) a -> BraceFormat.format(s, a);
            case "zfill" -> (Callable) a -> zeroFilled(s, a.integer(0, "width", 0));
            case "ljust" -> (Callable) a -> justify(s, a, 0);
            case "rjust" -> (Callable) a -> justify(s, a, 1);
            case "center" -> (Callable) a -> justify(s, a, 0.5);
            default -> predicate(s, name);
        };
    }

    private static Object predicate(String s, String name) {
        return switch (name) {
            case "isdigit", "isdecimal", "isnumeric" -> (Callable) a -> all(s, Character::isDigit);
            case "isalpha" -> (Callable) a -> all(s, Character::isLetter);
            case "isalnum" -> (Callable) a -> all(s, Character::isLetterOrDigit);
            case "isspace" -> (Callable) a -> all(s, Whitespace::is);
            case "isupper" -> (Callable) a -> cased(s) && s.equals(s.toUpperCase(Locale.ROOT));
            case "islower" -> (Callable) a -> cased(s) && s.equals(s.toLowerCase(Locale.ROOT));
            default -> Undefined.attribute(s, name);
        };
    }

    private static boolean all(String s, IntPredicate predicate) {
        return !s.isEmpty() && s.codePoints().allMatch(predicate);
    }

    static boolean cased(String s) {
        return s.codePoints().anyMatch(c -> Character.isUpperCase(c) || Character.isLowerCase(c));
    }

    private static IntPredicate stripped(Arguments arguments) {
        Object characters = arguments.get(0, "chars", None.NONE);
        return characters == None.NONE
                ? Whitespace::is
                : c -> Values.string(characters).indexOf(c) >= 0;
    }

    private static boolean any(Object affixes, String s, BiPredicate<String, String> matches) {
        List<Object> all = affixes instanceof Tuple tuple ? tuple : List.of(affixes);
        return all.stream().anyMatch(affix -> matches.test(s, Values.string(affix)));
    }

    private static List<Object> split(String s, Arguments arguments) {
        int limit = arguments.integer(1, "maxsplit", -1);
        if (arguments.get(0, "sep", None.NONE) == None.NONE) {
            return Whitespace.words(s, limit);
        }
        String separator = separator(arguments);
        List<Object> parts = new ArrayList<>();
        int from = 0;
        for (int at = s.indexOf(separator); at >= 0 && parts.size() != limit; at = s.indexOf(separator, from)) {
            parts.add(s.substring(from, at));
            from = at + separator.length();
        }
        parts.add(s.substring(from));
        return parts;
    }

    private static List<Object> splitFromEnd(String s, Arguments arguments) {
        int limit = arguments.integer(1, "maxsplit", -1);
        if (limit < 0) {
            return split(s, arguments);
        }
        String separator = separator(arguments);
        List<Object> parts = new ArrayList<>();
        int to = s.length();
        for (int at = s.lastIndexOf(separator); at >= 0 && parts.size() != limit; ) {
            parts.add(s.substring(at + separator.length(), to));
            to = at;
            at = at == 0 ? -1 : s.lastIndexOf(separator, at - separator.length());
        }
        parts.add(s.substring(0, to));
        Collections.reverse(parts);
        return parts;
    }

    private static String separator(Arguments arguments) {
        String separator = arguments.string(0, "sep");
        if (separator.isEmpty()) {
            throw new TemplateException("empty separator");
        }
        return separator;
    }

    private static Tuple partition(String s, String separator) {
        int at = s.indexOf(separator);
        return at < 0
                ? Tuple.of(s, "", "")
                : Tuple.of(s.substring(0, at), separator, s.substring(at + separator.length()));
    }

    private static String removePrefix(String s, String prefix) {
        return s.startsWith(prefix) ? s.substring(prefix.length()) : s;
    }

    private static String removeSuffix(String s, String suffix) {
        return s.endsWith(suffix) ? s.substring(0, s.length() - suffix.length()) : s;
    }

    static String replace(String s, String old, String with, int count) {
        if (count < 0) {
            return s.replace(old, with);
        }
        StringBuilder out = new StringBuilder();
        int from = 0;
        int done = 0;
        for (int at = s.indexOf(old); at >= 0 && done < count && !old.isEmpty(); at = s.indexOf(old, from)) {
            out.append(s, from, at).append(with);
            from = at + old.length();
            done++;
        }
        return out.append(s.substring(from)).toString();
    }

    static String capitalize(String s) {
        if (s.isEmpty()) {
            return s;
        }
        int first = s.offsetByCodePoints(0, 1);
        return s.substring(0, first).toUpperCase(Locale.ROOT)
                + s.substring(first).toLowerCase(Locale.ROOT);
    }

    /** Upper case for each letter that follows no letter. */
    private static String title(String s) {
        StringBuilder out = new StringBuilder();
        boolean inWord = false;
        for (int c : s.codePoints().toArray()) {
            out.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inWord = Character.isLetter(c);
        }
        return out.toString();
    }

    static List<String> strings(Object items) {
        List<String> strings = new ArrayList<>();
        for (Object item : Values.items(items)) {
            if (!(item instanceof String s)) {
                throw new TemplateException("sequence item " + strings.size() + ": expected str instance, "
                        + Values.typeName(item) + " found");
            }
            strings.add(s);
        }
        return strings;
    }

    private static long codePoints(String s, int index) {
        return index < 0 ? -1 : s.codePointCount(0, index);
    }

    private static long count(String s, String part) {
        if (part.isEmpty()) {
            return Values.length(s) + 1L;
        }
        long count = 0;
        for (int at = s.indexOf(part); at >= 0; at = s.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    private static String zeroFilled(String s, int width) {
        int sign = s.startsWith("-") || s.startsWith("+") ? 1 : 0;
        return s.substring(0, sign) + "0".repeat(Math.max(0, width - Values.length(s))) + s.substring(sign);
    }

    /** Pads to a width; {@code left} is the share of the padding that goes to the left. */
    private static String justify(String s, Arguments arguments, double left) {
        int missing = Math.max(0, arguments.integer(0, "width", 0) - Values.length(s));
        String fill = arguments.string(1, "fillchar", " ");
        int before = (int) (missing * left);
        return fill.repeat(before) + s + fill.repeat(missing - before);
    }
}
