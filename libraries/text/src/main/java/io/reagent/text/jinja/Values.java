package io.reagent.text.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of a template: {@link None}, {@link Undefined}, Boolean, Long or BigInteger, Double, String, List (or
 * {@link Tuple}), Map, {@link Callable} and {@link HasAttributes}. Behaves as Python's do.
 */
final class Values {
    private Values() {}

    /** A caller's value as a template's; collections are copied. */
    static Object of(@Nullable Object value) {
        return switch (value) {
            case null -> None.NONE;
            case None none -> none;
            case String s -> s;
            case CharSequence s -> s.toString();
            case Boolean b -> b;
            case BigInteger i -> Numbers.of(i);
            case Double d -> d;
            case Float f -> f.doubleValue();
            case BigDecimal d -> d.doubleValue();
            case Number n -> n.longValue();
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(of(key), of(item)));
                yield copy;
            }
            case Iterable<?> items -> {
                List<Object> copy = new ArrayList<>();
                items.forEach(item -> copy.add(of(item)));
                yield copy;
            }
            default ->
                throw new IllegalArgumentException("a template variable holds a "
                        + value.getClass().getName() + "; pass strings, numbers, booleans, lists and maps");
        };
    }

    static boolean truth(Object value) {
        return switch (value) {
            case None none -> false;
            case Undefined undefined -> false;
            case Boolean b -> b;
            case Long i -> i != 0;
            case Double d -> d != 0;
            case String s -> !s.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    /** Python's {@code str()}. */
    static String text(Object value) {
        return switch (value) {
            case String s -> s;
            case Undefined undefined -> "";
            default -> Repr.of(value);
        };
    }

    /** A value that has to be a string. */
    static String string(Object value) {
        return switch (value) {
            case String s -> s;
            case Undefined undefined -> throw undefined.exception();
            default -> throw new TemplateException("expected a string, got " + typeName(value));
        };
    }

    static List<Object> items(Object value) {
        return switch (value) {
            case Undefined undefined -> List.of();
            case String s -> {
                List<Object> characters = new ArrayList<>();
                s.codePoints().forEach(c -> characters.add(Character.toString(c)));
                yield characters;
            }
            case List<?> list -> new ArrayList<>(list);
            case Map<?, ?> map -> new ArrayList<>(map.keySet());
            default -> throw new TemplateException("'" + typeName(value) + "' object is not iterable");
        };
    }

    static int length(Object value) {
        return switch (value) {
            case Undefined undefined -> 0;
            case String s -> s.codePointCount(0, s.length());
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            default -> throw new TemplateException("object of type '" + typeName(value) + "' has no len()");
        };
    }

    static boolean contains(Object container, Object item) {
        return switch (container) {
            case String s when item instanceof String part -> s.contains(part);
            case String s ->
                throw new TemplateException("'in <string>' requires string as left operand, not " + typeName(item));
            case Map<?, ?> map -> map.containsKey(item);
            default -> items(container).stream().anyMatch(element -> equal(element, item));
        };
    }

    static boolean equal(Object left, Object right) {
        if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
            return Numbers.compare(left, right) == 0;
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            boolean alike = left instanceof Tuple == right instanceof Tuple && a.size() == b.size();
            for (int i = 0; alike && i < a.size(); i++) {
                alike = equal(a.get(i), b.get(i));
            }
            return alike;
        }
        if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
            return a.size() == b.size()
                    && a.entrySet().stream()
                            .allMatch(e -> b.containsKey(e.getKey()) && equal(e.getValue(), b.get(e.getKey())));
        }
        return left instanceof Undefined ? right instanceof Undefined : left.equals(right);
    }

    static int compare(Object left, Object right) {
        if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
            return Numbers.compare(left, right);
        }
        if (left instanceof String a && right instanceof String b) {
            return compareCodePoints(a, b);
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
                if (!equal(a.get(i), b.get(i))) {
                    return compare(a.get(i), b.get(i));
                }
            }
            return Integer.compare(a.size(), b.size());
        }
        if (left instanceof Undefined undefined) {
            throw undefined.exception();
        }
        throw new TemplateException(
                "'<' not supported between instances of '" + typeName(left) + "' and '" + typeName(right) + "'");
    }

    private static int compareCodePoints(String a, String b) {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        return Arrays.compare(left, right);
    }

    /** Python's name of a value's type. */
    static String typeName(Object value) {
        return switch (value) {
            case None none -> "NoneType";
            case Undefined undefined -> "Undefined";
            case Boolean b -> "bool";
            case Long i -> "int";
            case BigInteger i -> "int";
            case Double d -> "float";
            case String s -> "str";
            case Tuple tuple -> "tuple";
            case List<?> list -> "list";
            case Map<?, ?> map -> "dict";
            case Callable function -> "function";
            default -> value.getClass().getSimpleName();
        };
    }
}
