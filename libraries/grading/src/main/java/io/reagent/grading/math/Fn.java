package io.reagent.grading.math;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operations and functions whose value can be worked out. */
enum Fn {
    ADD,
    MULTIPLY,
    DIVIDE,
    NEGATE,
    POWER,
    /** x and the degree. */
    ROOT,
    PLUS_MINUS,
    MINUS_PLUS,
    FACTORIAL,
    BINOMIAL,
    ABS("abs"),
    FLOOR("floor"),
    CEILING("ceil", "ceiling"),
    PERCENT,
    DEGREES,
    MODULO,
    SIN("sin"),
    COS("cos"),
    TAN("tan"),
    COT("cot"),
    SEC("sec"),
    CSC("csc", "cosec"),
    ARCSIN("arcsin", "asin"),
    ARCCOS("arccos", "acos"),
    ARCTAN("arctan", "atan"),
    SINH("sinh"),
    COSH("cosh"),
    TANH("tanh"),
    EXP("exp"),
    LN("ln"),
    /** x and the base. */
    LOG("log", "lg"),
    SQRT("sqrt"),
    MAX("max"),
    MIN("min"),
    GCD("gcd"),
    LCM("lcm"),
    DETERMINANT("det"),
    RE("Re"),
    IM("Im"),
    CONJUGATE("conj");

    private static final Map<String, Fn> BY_NAME = new HashMap<>();

    static {
        for (Fn fn : values()) {
            for (String name : fn.names) {
                BY_NAME.put(name, fn);
            }
        }
    }

    private final String[] names;

    Fn(String... names) {
        this.names = names;
    }

    static @Nullable Fn named(String name) {
        return BY_NAME.get(name);
    }

    boolean isTrigonometric() {
        return ordinal() >= SIN.ordinal() && ordinal() <= CSC.ordinal();
    }

    /** Whose arguments may change places. */
    boolean isCommutative() {
        return this == ADD || this == MULTIPLY || this == MAX || this == MIN || this == GCD || this == LCM;
    }
}
