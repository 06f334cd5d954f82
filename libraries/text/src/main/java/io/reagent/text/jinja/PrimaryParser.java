package io.reagent.text.jinja;

import io.reagent.text.jinja.Expression.Attribute;
import io.reagent.text.jinja.Expression.Call;
import io.reagent.text.jinja.Expression.CallArguments;
import io.reagent.text.jinja.Expression.DictOf;
import io.reagent.text.jinja.Expression.Filter;
import io.reagent.text.jinja.Expression.Item;
import io.reagent.text.jinja.Expression.ListOf;
import io.reagent.text.jinja.Expression.Literal;
import io.reagent.text.jinja.Expression.Name;
import io.reagent.text.jinja.Expression.Named;
import io.reagent.text.jinja.Expression.Not;
import io.reagent.text.jinja.Expression.Slice;
import io.reagent.text.jinja.Expression.Test;
import io.reagent.text.jinja.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Literals and names, and what follows them: attributes, subscripts, calls, filters, tests. */
final class PrimaryParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;

    PrimaryParser(TokenStream tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    Expression primary() {
        Token token = tokens.current();
        return switch (token.kind()) {
            case NAME -> name(tokens.next().text());
            case STRING -> new Literal(strings());
            case INTEGER -> new Literal(integer(tokens.next().text()));
            case FLOAT -> new Literal(Double.valueOf(tokens.next().text()));
            case OPERATOR -> bracket();
            default -> throw tokens.unexpected("an expression");
        };
    }

    private static Expression name(String name) {
        return switch (name) {
            case "true", "True" -> new Literal(true);
            case "false", "False" -> new Literal(false);
            case "none", "None" -> new Literal(None.NONE);
            default -> new Name(name);
        };
    }

    private String strings() {
        StringBuilder joined = new StringBuilder();
        while (tokens.current().kind() == Kind.STRING) {
            joined.append(tokens.next().text());
        }
        return joined.toString();
    }

    private static Object integer(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int radix = lower.startsWith("0x") ? 16 : lower.startsWith("0o") ? 8 : lower.startsWith("0b") ? 2 : 10;
        return Numbers.of(new BigInteger(radix == 10 ? lower : lower.substring(2), radix));
    }

    private Expression bracket() {
        if (tokens.skipOperator("(")) {
            Expression inside = expressions.tuple(expressions::expression, true);
            tokens.expectOperator(")");
            return inside;
        }
        if (tokens.skipOperator("[")) {
            return new ListOf(listed("]"));
        }
        if (tokens.skipOperator("{")) {
            return dict();
        }
        throw tokens.unexpected("an expression");
    }

    private List<Expression> listed(String end) {
        List<Expression> items = new ArrayList<>();
        while (!tokens.skipOperator(end)) {
            if (!items.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator(end)) {
                    break;
                }
            }
            items.add(expressions.expression());
        }
        return List.copyOf(items);
    }

    private Expression dict() {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!tokens.skipOperator("}")) {
            if (!keys.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator("}")) {
                    break;
                }
            }
            keys.add(expressions.expression());
            tokens.expectOperator(":");
            values.add(expressions.expression());
        }
        return new DictOf(List.copyOf(keys), List.copyOf(values));
    }

    Expression postfix(Expression start) {
        Expression result = start;
        while (true) {
            if (tokens.skipOperator(".")) {
                Token name = tokens.next();
                result = switch (name.kind()) {
                    case NAME -> new Attribute(result, name.text());
                    case INTEGER -> new Item(result, new Literal(integer(name.text())));
                    default -> throw new TemplateException("expected name or number after '.'", name.line());
                };
            } else if (tokens.skipOperator("[")) {
                result = subscript(result);
            } else if (tokens.current().isOperator("(")) {
                result = new Call(result, callArguments());
            } else {
                return result;
            }
        }
    }

    private Expression subscript(Expression target) {
        Expression from = tokens.current().isOperator(":") ? null : expressions.expression();
        if (tokens.skipOperator("]") && from != null) {
            return new Item(target, from);
        }
        tokens.expectOperator(":");
        Expression to = slicePart();
        Expression step = tokens.skipOperator(":") ? slicePart() : null;
        tokens.expectOperator("]");
        return new Slice(target, from, to, step);
    }

    private @Nullable Expression slicePart() {
        boolean absent = tokens.current().isOperator(":") || tokens.current().isOperator("]");
        return absent ? null : expressions.expression();
    }

    Expression filters(Expression start) {
        Expression result = start;
        while (true) {
            if (tokens.current().isOperator("|")) {
                result = pipes(result);
            } else if (tokens.skipName("is")) {
                result = test(result);
            } else if (tokens.current().isOperator("(")) {
                result = new Call(result, callArguments());
            } else {
                return result;
            }
        }
    }

    /** Filters only, as in {@code {% set x | trim %}}. */
    Expression pipes(Expression start) {
        Expression result = start;
        while (tokens.skipOperator("|")) {
            result = filter(result);
        }
        return result;
    }

    Expression filter(Expression target) {
        String name = dotted();
        return new Filter(target, name, tokens.current().isOperator("(") ? callArguments() : CallArguments.NONE);
    }

    private String dotted() {
        StringBuilder name =
                new StringBuilder(tokens.expect(Kind.NAME, "a name").text());
        while (tokens.skipOperator(".")) {
            name.append('.').append(tokens.expect(Kind.NAME, "a name").text());
        }
        return name.toString();
    }

    private Expression test(Expression target) {
        boolean negated = tokens.skipName("not");
        String name = dotted();
        Expression test = new Test(target, name, testArguments());
        return negated ? new Not(test) : test;
    }

    private CallArguments testArguments() {
        Token token = tokens.current();
        if (token.isOperator("(")) {
            return callArguments();
        }
        boolean operand =
                switch (token.kind()) {
                    case STRING, INTEGER, FLOAT -> true;
                    case NAME -> !token.isName("else") && !token.isName("or") && !token.isName("and");
                    case OPERATOR -> token.isOperator("[") || token.isOperator("{");
                    default -> false;
                };
        if (token.isName("is")) {
            throw new TemplateException("tests cannot be chained with is", token.line());
        }
        return operand ? new CallArguments(List.of(postfix(primary())), List.of(), null, null) : CallArguments.NONE;
    }

    CallArguments callArguments() {
        tokens.expectOperator("(");
        List<Expression> positional = new ArrayList<>();
        List<Named> named = new ArrayList<>();
        Expression spread = null;
        Expression spreadNamed = null;
        while (!tokens.skipOperator(")")) {
            if (!positional.isEmpty() || !named.isEmpty() || spread != null || spreadNamed != null) {
                tokens.expectOperator(",");
                if (tokens.skipOperator(")")) {
                    break;
                }
            }
            if (tokens.skipOperator("**")) {
                spreadNamed = expressions.expression();
            } else if (tokens.skipOperator("*")) {
                spread = expressions.expression();
            } else if (tokens.current().kind() == Kind.NAME && tokens.ahead().isOperator("=")) {
                String name = tokens.next().text();
                tokens.next();
                named.add(new Named(name, expressions.expression()));
            } else {
                positional.add(expressions.expression());
            }
        }
        return new CallArguments(List.copyOf(positional), List.copyOf(named), spread, spreadNamed);
    }
}
