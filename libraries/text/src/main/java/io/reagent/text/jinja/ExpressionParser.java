package io.reagent.text.jinja;

import io.reagent.text.jinja.Expression.And;
import io.reagent.text.jinja.Expression.Binary;
import io.reagent.text.jinja.Expression.Compare;
import io.reagent.text.jinja.Expression.Comparison;
import io.reagent.text.jinja.Expression.Concat;
import io.reagent.text.jinja.Expression.Conditional;
import io.reagent.text.jinja.Expression.Not;
import io.reagent.text.jinja.Expression.Or;
import io.reagent.text.jinja.Expression.Sign;
import io.reagent.text.jinja.Expression.TupleOf;
import io.reagent.text.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Operators by precedence, loosest first: if-else, or, and, not, comparison, + -, ~, * / // %, **, sign. */
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=");

    private final TokenStream tokens;
    private final PrimaryParser primary;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
        this.primary = new PrimaryParser(tokens, this);
    }

    PrimaryParser primary() {
        return primary;
    }

    Expression expression() {
        Expression result = or();
        while (tokens.skipName("if")) {
            Expression test = or();
            Expression otherwise = tokens.skipName("else") ? expression() : null;
            result = new Conditional(test, result, otherwise);
        }
        return result;
    }

    /** One expression, or several with commas between them, which make a tuple. */
    Expression expressions() {
        return tuple(this::expression, false);
    }

    /** As {@link #expressions}, but {@code if} belongs to what follows: conditions and the sequences of loops. */
    Expression expressionsBeforeIf() {
        return tuple(this::or, false);
    }

    Expression tuple(Supplier<Expression> element, boolean mayBeEmpty) {
        List<Expression> items = new ArrayList<>();
        boolean comma = false;
        while (!tupleEnds()) {
            items.add(element.get());
            if (!tokens.skipOperator(",")) {
                break;
            }
            comma = true;
        }
        if (items.isEmpty() && !mayBeEmpty) {
            throw tokens.unexpected("an expression");
        }
        return comma || items.isEmpty() ? new TupleOf(List.copyOf(items)) : items.getFirst();
    }

    private boolean tupleEnds() {
        Token token = tokens.current();
        return token.kind() == Kind.OUTPUT_END
                || token.kind() == Kind.BLOCK_END
                || token.isOperator(")")
                || token.isName("in")
                || token.isName("recursive");
    }

    private Expression or() {
        Expression left = and();
        while (tokens.skipName("or")) {
            left = new Or(left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (tokens.skipName("and")) {
            left = new And(left, not());
        }
        return left;
    }

    private Expression not() {
        return tokens.skipName("not") ? new Not(not()) : comparison();
    }

    private Expression comparison() {
        Expression first = sum();
        List<Comparison> rest = new ArrayList<>();
        while (true) {
            Token token = tokens.current();
            if (token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text())) {
                tokens.next();
                rest.add(new Comparison(token.text(), sum()));
            } else if (tokens.skipName("in")) {
                rest.add(new Comparison("in", sum()));
            } else if (token.isName("not") && tokens.ahead().isName("in")) {
                tokens.next();
                tokens.next();
                rest.add(new Comparison("not in", sum()));
            } else {
                return rest.isEmpty() ? first : new Compare(first, List.copyOf(rest));
            }
        }
    }

    private Expression sum() {
        return leftAssociative(this::concat, Set.of("+", "-"));
    }

    private Expression concat() {
        Expression first = product();
        if (!tokens.current().isOperator("~")) {
            return first;
        }
        List<Expression> parts = new ArrayList<>(List.of(first));
        while (tokens.skipOperator("~")) {
            parts.add(product());
        }
        return new Concat(List.copyOf(parts));
    }

    private Expression product() {
        return leftAssociative(this::power, Set.of("*", "/", "//", "%"));
    }

    private Expression power() {
        return leftAssociative(() -> sign(true), Set.of("**"));
    }

    private Expression leftAssociative(Supplier<Expression> operand, Set<String> operators) {
        Expression left = operand.get();
        while (tokens.current().kind() == Kind.OPERATOR
                && operators.contains(tokens.current().text())) {
            left = new Binary(tokens.next().text(), left, operand.get());
        }
        return left;
    }

    private Expression sign(boolean filtered) {
        boolean negative = tokens.current().isOperator("-");
        Expression result;
        if (negative || tokens.current().isOperator("+")) {
            tokens.next();
            result = new Sign(negative, sign(false));
        } else {
            result = primary.primary();
        }
        result = primary.postfix(result);
        return filtered ? primary.filters(result) : result;
    }
}
