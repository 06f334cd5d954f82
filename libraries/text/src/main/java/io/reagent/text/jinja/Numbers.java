package io.reagent.text.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Python's arithmetic: integers without bounds, true division, floor division and remainder with the divisor's sign. */
final class Numbers {
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private Numbers() {}

    static Object of(BigInteger value) {
        boolean fits = value.compareTo(LONG_MIN) >= 0 && value.compareTo(LONG_MAX) <= 0;
        return fits ? (Object) value.longValue() : value;
    }

    static boolean isNumber(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    static boolean isInteger(Object value) {
        return value instanceof Long || value instanceof BigInteger || value instanceof Boolean;
    }

    static BigInteger big(Object value) {
        return switch (value) {
            case BigInteger i -> i;
            case Boolean b -> b ? BigInteger.ONE : BigInteger.ZERO;
            case Long i -> BigInteger.valueOf(i);
            default -> throw new TemplateException("expected an integer, got " + Values.typeName(value));
        };
    }

    static double real(Object value) {
        return value instanceof Double d ? d : big(value).doubleValue();
    }

    /** An integer used as a place, a count or a width. */
    static int index(Object value) {
        return (int) Math.max(
                Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, big(value).doubleValue()));
    }

    static int compare(Object left, Object right) {
        if (isInteger(left) && isInteger(right)) {
            return big(left).compareTo(big(right));
        }
        double a = real(left);
        double b = real(right);
        boolean finite = Double.isFinite(a) && Double.isFinite(b);
        return finite ? exact(left).compareTo(exact(right)) : Double.compare(a, b);
    }

    private static BigDecimal exact(Object value) {
        return value instanceof Double d ? new BigDecimal(d) : new BigDecimal(big(value));
    }

    static Object negate(Object value) {
        return value instanceof Double d ? (Object) (-d) : of(big(value).negate());
    }

    static Object binary(String operator, Object left, Object right) {
        if (isNumber(left) && isNumber(right)) {
            boolean integers = isInteger(left) && isInteger(right);
            return integers ? integers(operator, big(left), big(right)) : reals(operator, real(left), real(right));
        }
        if (operator.equals("+") && left instanceof String a && right instanceof String b) {
            return a + b;
        }
        if (operator.equals("%") && left instanceof String format) {
            return PercentFormat.format(format, right);
        }
        if (operator.equals("*") && isInteger(right) && (left instanceof String || left instanceof List)) {
            return repeat(left, Math.max(0, index(right)));
        }
        if (operator.equals("*") && isInteger(left) && (right instanceof String || right instanceof List)) {
            return repeat(right, Math.max(0, index(left)));
        }
        boolean lists = left instanceof List && right instanceof List;
        if (operator.equals("+") && lists && left instanceof Tuple == right instanceof Tuple) {
            List<Object> joined = new ArrayList<>(Values.items(left));
            joined.addAll(Values.items(right));
            return left instanceof Tuple ? new Tuple(joined) : joined;
        }
        throw unsupported(operator, left, right);
    }

    private static TemplateException unsupported(String operator, Object left, Object right) {
        for (Object operand : List.of(left, right)) {
            if (operand instanceof Undefined undefined) {
                return undefined.exception();
            }
        }
        return new TemplateException("unsupported operand type(s) for " + operator + ": '" + Values.typeName(left)
                + "' and '" + Values.typeName(right) + "'");
    }

    private static Object repeat(Object value, int times) {
        if ((long) Values.length(value) * times > 10_000_000) {
            throw new TemplateException("a repetition is longer than 10,000,000");
        }
        if (value instanceof String s) {
            return s.repeat(times);
        }
        List<Object> repeated = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            repeated.addAll(Values.items(value));
        }
        return value instanceof Tuple ? new Tuple(repeated) : repeated;
    }

    private static Object integers(String operator, BigInteger a, BigInteger b) {
        boolean divides = operator.equals("/") || operator.equals("//") || operator.equals("%");
        if (divides && b.signum() == 0) {
            throw new TemplateException("division by zero");
        }
        return switch (operator) {
            case "+" -> of(a.add(b));
            case "-" -> of(a.subtract(b));
            case "*" -> of(a.multiply(b));
            case "/" -> a.doubleValue() / b.doubleValue();
            case "//" -> of(floorDivide(a, b));
            case "%" -> of(a.subtract(floorDivide(a, b).multiply(b)));
            case "**" -> b.signum() < 0 ? (Object) Math.pow(a.doubleValue(), b.doubleValue()) : power(a, b);
            default -> throw new IllegalArgumentException(operator);
        };
    }

    private static Object power(BigInteger a, BigInteger b) {
        if (b.bitLength() > 16) {
            throw new TemplateException("an exponent is larger than 65,535");
        }
        return of(a.pow(b.intValue()));
    }

    private static BigInteger floorDivide(BigInteger a, BigInteger b) {
        BigInteger[] parts = a.divideAndRemainder(b);
        boolean down = parts[1].signum() != 0 && parts[1].signum() != b.signum();
        return down ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    private static Object reals(String operator, double a, double b) {
        boolean divides = operator.equals("/") || operator.equals("//") || operator.equals("%");
        if (divides && b == 0) {
            throw new TemplateException("division by zero");
        }
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> Math.floor(a / b);
            case "%" -> a - Math.floor(a / b) * b;
            case "**" -> Math.pow(a, b);
            default -> throw new IllegalArgumentException(operator);
        };
    }
}
