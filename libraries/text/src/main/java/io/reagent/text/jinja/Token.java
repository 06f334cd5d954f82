package io.reagent.text.jinja;

/**
 * A piece of a template.
 *
 * @param text the text, name, operator or number as written; for strings what they stand for
 * @param line where it starts, from 1
 */
record Token(Kind kind, String text, int line) {
    enum Kind {
        DATA,
        OUTPUT_BEGIN,
        OUTPUT_END,
        BLOCK_BEGIN,
        BLOCK_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    String described() {
        return switch (kind) {
            case OUTPUT_END -> "end of print statement";
            case BLOCK_END -> "end of statement block";
            case END -> "end of template";
            default -> "'" + text + "'";
        };
    }
}
