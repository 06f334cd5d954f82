package io.reagent.text.jinja;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A Jinja template as chat templates use them: {@code trim_blocks}, {@code lstrip_blocks}, loop controls, transformers'
 * {@code tojson}, {@code raise_exception}, {@code strftime_now} and {@code generation} blocks; no inheritance, no
 * includes, nothing that reaches outside. Immutable and thread-safe.
 */
public final class Template {
    private final List<Statement> statements;
    private final Set<String> names;

    private Template(List<Statement> statements, Set<String> names) {
        this.statements = statements;
        this.names = names;
    }

    /**
     * Reads a template.
     *
     * @throws TemplateException if it is not well-formed, with the line
     */
    public static Template parse(String source) {
        List<Token> tokens = Lexer.tokens(source);
        return new Template(StatementParser.parse(tokens), names(tokens));
    }

    /** What is named anywhere but as an attribute. */
    private static Set<String> names(List<Token> tokens) {
        return IntStream.range(0, tokens.size())
                .filter(i -> tokens.get(i).kind() == Token.Kind.NAME)
                .filter(i -> i == 0 || !tokens.get(i - 1).isOperator("."))
                .mapToObj(i -> tokens.get(i).text())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a variable stands anywhere in the template's code: in its text, strings and comments it is none. */
    public boolean reads(String variable) {
        return names.contains(variable);
    }

    /**
     * Renders with variables: strings, numbers, booleans, nulls, lists and maps of these.
     *
     * @throws TemplateException if the template fails or calls {@code raise_exception}, with the line
     */
    public String render(Map<String, ? extends @Nullable Object> variables) {
        return render(variables, ZonedDateTime::now);
    }

    String render(Map<String, ? extends @Nullable Object> variables, Supplier<ZonedDateTime> now) {
        Scope scope = new Scope(Globals.scope(now));
        variables.forEach((name, value) -> scope.set(name, Values.of(value)));
        try {
            return Renderer.render(statements, scope);
        } catch (StackOverflowError e) {
            throw new TemplateException("the template calls itself without end");
        }
    }
}
