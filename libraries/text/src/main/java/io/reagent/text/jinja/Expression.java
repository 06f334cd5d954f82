package io.reagent.text.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands between {@code {{ }}} or after a keyword. */
sealed interface Expression {
    record Literal(Object value) implements Expression {}

    record Name(String name) implements Expression {}

    record ListOf(List<Expression> items) implements Expression {}

    record TupleOf(List<Expression> items) implements Expression {}

    record DictOf(List<Expression> keys, List<Expression> values) implements Expression {}

    record Attribute(Expression target, String name) implements Expression {}

    record Item(Expression target, Expression key) implements Expression {}

    record Slice(
            Expression target,
            @Nullable Expression from,
            @Nullable Expression to,
            @Nullable Expression step) implements Expression {}

    record Call(Expression target, CallArguments arguments) implements Expression {}

    record Filter(Expression target, String name, CallArguments arguments) implements Expression {}

    record Test(Expression target, String name, CallArguments arguments) implements Expression {}

    record Not(Expression operand) implements Expression {}

    record And(Expression left, Expression right) implements Expression {}

    record Or(Expression left, Expression right) implements Expression {}

    /** {@code +x} or {@code -x}. */
    record Sign(boolean negative, Expression operand) implements Expression {}

    record Binary(String operator, Expression left, Expression right) implements Expression {}

    record Concat(List<Expression> parts) implements Expression {}

    /** A chain: {@code a < b <= c}. */
    record Compare(Expression first, List<Comparison> rest) implements Expression {}

    record Conditional(
            Expression test, Expression then, @Nullable Expression otherwise) implements Expression {}

    record Comparison(String operator, Expression operand) {}

    record Named(String name, Expression value) {}

    /** Arguments as written: {@code f(a, b=c, *d, **e)}. */
    record CallArguments(
            List<Expression> positional,
            List<Named> named,
            @Nullable Expression spread,
            @Nullable Expression spreadNamed) {
        static final CallArguments NONE = new CallArguments(List.of(), List.of(), null, null);
    }
}
