package io.reagent.text.jinja;

import io.reagent.text.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into text and tags, with jinja2's whitespace rules for {@code trim_blocks} and {@code lstrip_blocks}: a
 * newline after a block or comment is dropped, and so is the indentation before it; {@code -} strips all whitespace on
 * its side, {@code +} keeps what would be dropped.
 */
final class Lexer {
    private static final Pattern TAG = Pattern.compile("\\{[{%#]");
    private static final Pattern RAW_BEGIN = Pattern.compile("\\{%[-+]?\\s*raw\\s*(-%\\}\\s*|%\\})");
    private static final Pattern RAW_END = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*(?:\\+%\\}|-%\\}\\s*|%\\}\\n?)");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;
    private boolean lineStarting = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) {
        String normalised = template.replace("\r\n", "\n").replace('\r', '\n');
        boolean trailing = normalised.endsWith("\n");
        Lexer lexer = new Lexer(trailing ? normalised.substring(0, normalised.length() - 1) : normalised);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        Matcher tag = TAG.matcher(source);
        while (tag.find(position)) {
            int start = tag.start();
            char type = source.charAt(start + 1);
            char sign = start + 2 < source.length() ? source.charAt(start + 2) : ' ';
            data(source.substring(position, start), sign, type != '{');
            advance(start);
            Matcher raw = RAW_BEGIN.matcher(source).region(start, source.length());
            if (type == '%' && raw.lookingAt()) {
                raw(raw.end());
            } else {
                advance(start + (sign == '-' || sign == '+' ? 3 : 2));
                if (type == '#') {
                    comment();
                } else {
                    tag(type == '{');
                }
            }
        }
        data(source.substring(position), ' ', false);
        tokens.add(new Token(Kind.END, "", line));
    }

    private void data(String text, char sign, boolean block) {
        String kept = text;
        if (sign == '-') {
            kept = Whitespace.stripEnd(text);
        } else if (sign != '+' && block) {
            int indentation = text.lastIndexOf('\n') + 1;
            if ((indentation > 0 || lineStarting) && Whitespace.isBlank(text.substring(indentation))) {
                kept = text.substring(0, indentation);
            }
        }
        if (!kept.isEmpty()) {
            tokens.add(new Token(Kind.DATA, kept, line));
        }
    }

    private void raw(int contentStart) {
        advance(contentStart);
        Matcher end = RAW_END.matcher(source);
        if (!end.find(contentStart)) {
            throw new TemplateException("Missing end of raw directive", line);
        }
        String sign = end.group(1);
        data(source.substring(contentStart, end.start()), sign.isEmpty() ? ' ' : sign.charAt(0), true);
        advance(end.end());
    }

    private void comment() {
        int end = source.indexOf("#}", position);
        if (end < 0) {
            throw new TemplateException("Missing end of comment tag", line);
        }
        advance(end + 2);
        afterTag(end > 0 ? source.charAt(end - 1) : ' ', true);
    }

    private void tag(boolean output) {
        tokens.add(new Token(output ? Kind.OUTPUT_BEGIN : Kind.BLOCK_BEGIN, "", line));
        ExpressionLexer inside = new ExpressionLexer(source, position, line, output ? "}}" : "%}", tokens);
        int end = inside.run();
        advance(end);
        tokens.add(new Token(output ? Kind.OUTPUT_END : Kind.BLOCK_END, "", line));
        char sign = source.charAt(end);
        advance(end + (sign == '-' || sign == '+' ? 3 : 2));
        afterTag(sign, !output);
    }

    /** Drops what the end of a tag asks to drop. */
    private void afterTag(char sign, boolean trimsNewline) {
        int from = position;
        if (sign == '-') {
            while (from < source.length() && Whitespace.is(source.charAt(from))) {
                from++;
            }
        } else if (trimsNewline && sign != '+' && source.startsWith("\n", from)) {
            from++;
        }
        advance(from);
    }

    private void advance(int to) {
        for (int i = position; i < to; i++) {
            if (source.charAt(i) == '\n') {
                line++;
            }
        }
        lineStarting = to > 0 && source.charAt(to - 1) == '\n';
        position = to;
    }
}
