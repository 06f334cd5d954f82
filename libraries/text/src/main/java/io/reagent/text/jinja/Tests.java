package io.reagent.text.jinja;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;

/** Tests by name: what follows {@code is}. */
final class Tests {
    private static final Map<String, BiPredicate<Object, Arguments>> BY_NAME = new HashMap<>();

    static {
        BY_NAME.put("defined", (value, a) -> !(value instanceof Undefined));
        BY_NAME.put("undefined", (value, a) -> value instanceof Undefined);
        BY_NAME.put("none", (value, a) -> value == None.NONE);
        BY_NAME.put("boolean", (value, a) -> value instanceof Boolean);
        BY_NAME.put("true", (value, a) -> Boolean.TRUE.equals(value));
        BY_NAME.put("false", (value, a) -> Boolean.FALSE.equals(value));
        BY_NAME.put("string", (value, a) -> value instanceof String);
        BY_NAME.put("number", (value, a) -> Numbers.isNumber(value));
        BY_NAME.put("integer", (value, a) -> value instanceof Long || value instanceof BigInteger);
        BY_NAME.put("float", (value, a) -> value instanceof Double);
        BY_NAME.put("mapping", (value, a) -> value instanceof Map);
        BY_NAME.put("sequence", (value, a) -> value instanceof String || value instanceof List || value instanceof Map);
        BY_NAME.put(
                "iterable",
                (value, a) -> value instanceof String
                        || value instanceof List
                        || value instanceof Map
                        || value instanceof Undefined);
        BY_NAME.put("callable", (value, a) -> value instanceof Callable);
        BY_NAME.put("sameas", (value, a) -> same(value, a.require(0, "other")));
        BY_NAME.put(
                "lower",
                (value, a) -> StringMethods.cased(Values.text(value))
                        && Values.text(value).equals(Values.text(value).toLowerCase(Locale.ROOT)));
        BY_NAME.put(
                "upper",
                (value, a) -> StringMethods.cased(Values.text(value))
                        && Values.text(value).equals(Values.text(value).toUpperCase(Locale.ROOT)));
        BY_NAME.put("odd", (value, a) -> Numbers.big(value).testBit(0));
        BY_NAME.put("even", (value, a) -> !Numbers.big(value).testBit(0));
        BY_NAME.put("divisibleby", (value, a) -> Values.equal(Numbers.binary("%", value, a.require(0, "num")), 0L));
        BY_NAME.put("in", (value, a) -> Values.contains(a.require(0, "seq"), value));
        BY_NAME.put("filter", (value, a) -> value instanceof String name && Filters.has(name));
        BY_NAME.put("test", (value, a) -> value instanceof String name && has(name));
        comparison(order -> order == 0, "eq", "equalto", "==");
        comparison(order -> order != 0, "ne", "!=");
        comparison(order -> order < 0, "lt", "lessthan", "<");
        comparison(order -> order <= 0, "le", "<=");
        comparison(order -> order > 0, "gt", "greaterthan", ">");
        comparison(order -> order >= 0, "ge", ">=");
    }

    private Tests() {}

    private static void comparison(IntPredicate holds, String... names) {
        boolean equality = holds.test(0) != (holds.test(1) || holds.test(-1)) && holds.test(1) == holds.test(-1);
        BiPredicate<Object, Arguments> test = (value, a) -> {
            Object other = a.require(0, "b");
            boolean equal = Values.equal(value, other);
            return holds.test(equal ? 0 : equality ? 1 : Values.compare(value, other));
        };
        for (String name : names) {
            BY_NAME.put(name, test);
        }
    }

    static boolean has(String name) {
        return BY_NAME.containsKey(name);
    }

    static boolean apply(String name, Object value, Arguments arguments) {
        BiPredicate<Object, Arguments> test = BY_NAME.get(name);
        if (test == null) {
            throw new TemplateException("No test named '" + name + "'.");
        }
        return test.test(value, arguments);
    }

    private static boolean same(Object value, Object other) {
        boolean immutable = value instanceof Number || value instanceof String || value instanceof Boolean;
        return value == other || (immutable && value.getClass() == other.getClass() && value.equals(other));
    }
}
