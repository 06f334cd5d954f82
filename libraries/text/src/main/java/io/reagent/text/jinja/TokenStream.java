package io.reagent.text.jinja;

import io.reagent.text.jinja.Token.Kind;
import java.util.List;

/** The tokens of a template and a place in them. */
final class TokenStream {
    private final List<Token> tokens;
    private int position;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token current() {
        return tokens.get(position);
    }

    Token ahead() {
        return tokens.get(Math.min(position + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = current();
        if (token.kind() != Kind.END) {
            position++;
        }
        return token;
    }

    boolean skipName(String name) {
        boolean found = current().isName(name);
        position += found ? 1 : 0;
        return found;
    }

    boolean skipOperator(String operator) {
        boolean found = current().isOperator(operator);
        position += found ? 1 : 0;
        return found;
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected("'" + operator + "'");
        }
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw unexpected("'" + name + "'");
        }
    }

    Token expect(Kind kind, String described) {
        if (current().kind() != kind) {
            throw unexpected(described);
        }
        return next();
    }

    int position() {
        return position;
    }

    /** Whether a name stands anywhere from a place to here. */
    boolean mentionedSince(int from, String name) {
        return tokens.subList(from, position).stream().anyMatch(token -> token.isName(name));
    }

    TemplateException unexpected(String wanted) {
        return new TemplateException(
                "expected " + wanted + ", got " + current().described(),
                current().line());
    }
}
