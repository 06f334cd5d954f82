package io.reagent.text.jinja;

import io.reagent.text.jinja.Expression.Call;
import io.reagent.text.jinja.Expression.Name;
import io.reagent.text.jinja.Expression.Named;
import io.reagent.text.jinja.Statement.Signature;
import io.reagent.text.jinja.Statement.Target;
import io.reagent.text.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Builds the statements of a template from its tokens. */
final class StatementParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;

    private StatementParser(List<Token> tokens) {
        this.tokens = new TokenStream(tokens);
        this.expressions = new ExpressionParser(this.tokens);
    }

    static List<Statement> parse(List<Token> template) {
        return new StatementParser(template).statements(Set.of());
    }

    /** Statements up to a tag named in {@code ends}, whose name is left as the current token; all if there are none. */
    private List<Statement> statements(Set<String> ends) {
        List<Statement> result = new ArrayList<>();
        while (true) {
            Token token = tokens.next();
            switch (token.kind()) {
                case DATA -> result.add(new Statement.Text(token.text(), token.line()));
                case OUTPUT_BEGIN -> {
                    Expression expression = expressions.expressions();
                    tokens.expect(Kind.OUTPUT_END, "end of print statement");
                    result.add(new Statement.Output(expression, token.line()));
                }
                case BLOCK_BEGIN -> {
                    Token tag = tokens.current();
                    if (tag.kind() == Kind.NAME && ends.contains(tag.text())) {
                        return List.copyOf(result);
                    }
                    result.add(tag(tokens.expect(Kind.NAME, "a tag name")));
                    tokens.expect(Kind.BLOCK_END, "end of statement block");
                }
                default -> {
                    if (!ends.isEmpty()) {
                        throw new TemplateException(
                                "the template ends where " + ends + " is still missing", token.line());
                    }
                    return List.copyOf(result);
                }
            }
        }
    }

    private Statement tag(Token tag) {
        int line = tag.line();
        return switch (tag.text()) {
            case "if" -> ifStatement(line);
            case "for" -> forStatement(line);
            case "set" -> set(line);
            case "macro" -> macro(line);
            case "call" -> call(line);
            case "filter" -> {
                Expression value = expressions.primary().filter(new Name(Statement.TEXT));
                value = expressions.primary().pipes(value);
                yield new Statement.FilterBlock(value, block("endfilter"), line);
            }
            case "with" -> with(line);
            case "generation" -> new Statement.Group(block("endgeneration"), line);
            case "break" -> new Statement.Break(line);
            case "continue" -> new Statement.Continue(line);
            default -> throw new TemplateException("Encountered unknown tag '" + tag.text() + "'.", line);
        };
    }

    /** The body of a tag, and the tag that ends it except for its closing. */
    private List<Statement> block(String end) {
        tokens.expect(Kind.BLOCK_END, "end of statement block");
        List<Statement> body = statements(Set.of(end));
        tokens.next();
        return body;
    }

    private Statement ifStatement(int line) {
        Expression test = expressions.expressionsBeforeIf();
        tokens.expect(Kind.BLOCK_END, "end of statement block");
        List<Statement> then = statements(Set.of("elif", "else", "endif"));
        Token end = tokens.next();
        List<Statement> otherwise =
                switch (end.text()) {
                    case "elif" -> List.of(ifStatement(end.line()));
                    case "else" -> block("endif");
                    default -> List.of();
                };
        return new Statement.If(test, then, otherwise, line);
    }

    private Statement forStatement(int line) {
        Target target = target();
        tokens.expectName("in");
        Expression items = expressions.expressionsBeforeIf();
        Expression filter = tokens.skipName("if") ? expressions.expression() : null;
        boolean recursive = tokens.skipName("recursive");
        tokens.expect(Kind.BLOCK_END, "end of statement block");
        List<Statement> body = statements(Set.of("else", "endfor"));
        List<Statement> otherwise = tokens.next().text().equals("else") ? block("endfor") : List.of();
        return new Statement.For(target, items, filter, recursive, body, otherwise, line);
    }

    private Statement set(int line) {
        Target target = target();
        if (tokens.skipOperator("=")) {
            return new Statement.Set(target, expressions.expressions(), line);
        }
        Expression value = expressions.primary().pipes(new Name(Statement.TEXT));
        return new Statement.SetBlock(target, value, block("endset"), line);
    }

    private Statement with(int line) {
        List<Named> values = new ArrayList<>();
        while (tokens.current().kind() == Kind.NAME) {
            String name = tokens.next().text();
            tokens.expectOperator("=");
            values.add(new Named(name, expressions.expression()));
            if (!tokens.skipOperator(",")) {
                break;
            }
        }
        return new Statement.With(List.copyOf(values), block("endwith"), line);
    }

    private Statement macro(int line) {
        String name = tokens.expect(Kind.NAME, "the macro's name").text();
        Parameters parameters = parameters();
        int bodyStart = tokens.position();
        List<Statement> body = block("endmacro");
        return new Statement.MacroDefinition(name, parameters.signature(tokens, bodyStart), body, line);
    }

    private Statement call(int line) {
        Parameters parameters = tokens.current().isOperator("(") ? parameters() : new Parameters(List.of(), List.of());
        if (!(expressions.expression() instanceof Call call)) {
            throw new TemplateException("expected a macro call after call", line);
        }
        int bodyStart = tokens.position();
        List<Statement> body = block("endcall");
        return new Statement.CallBlock(
                parameters.signature(tokens, bodyStart), call.target(), call.arguments(), body, line);
    }

    private record Parameters(List<String> names, List<Expression> defaults) {
        /** A macro takes surplus arguments only if its body mentions where they would be. */
        Signature signature(TokenStream tokens, int bodyStart) {
            return new Signature(
                    List.copyOf(names),
                    List.copyOf(defaults),
                    tokens.mentionedSince(bodyStart, "varargs"),
                    tokens.mentionedSince(bodyStart, "kwargs"));
        }
    }

    private Parameters parameters() {
        Parameters parameters = new Parameters(new ArrayList<>(), new ArrayList<>());
        tokens.expectOperator("(");
        while (!tokens.skipOperator(")")) {
            if (!parameters.names.isEmpty()) {
                tokens.expectOperator(",");
            }
            parameters.names.add(tokens.expect(Kind.NAME, "a parameter name").text());
            if (tokens.skipOperator("=")) {
                parameters.defaults.add(expressions.expression());
            } else if (!parameters.defaults.isEmpty()) {
                throw tokens.unexpected("a default, since the parameter before has one");
            }
        }
        return parameters;
    }

    private Target target() {
        List<Target> targets = new ArrayList<>(List.of(oneTarget()));
        boolean several = false;
        while (tokens.skipOperator(",")) {
            several = true;
            if (tokens.current().kind() != Kind.NAME && !tokens.current().isOperator("(")) {
                break;
            }
            targets.add(oneTarget());
        }
        return several ? new Target.Several(List.copyOf(targets)) : targets.getFirst();
    }

    private Target oneTarget() {
        if (tokens.skipOperator("(")) {
            Target inside = target();
            tokens.expectOperator(")");
            return inside;
        }
        String name = tokens.expect(Kind.NAME, "a name to assign to").text();
        if (tokens.skipOperator(".")) {
            return new Target.Field(
                    name, tokens.expect(Kind.NAME, "a field name").text());
        }
        return new Target.Variable(name);
    }
}
