package io.reagent.text.jinja;

import io.reagent.text.jinja.Token.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts the inside of one tag into names, literals and operators. */
final class ExpressionLexer {
    private static final Pattern TOKEN = Pattern.compile(
            "(?<space>\\s+)"
                    + "|(?<float>(?<!\\.)[0-9](?:_?[0-9])*(?:(?:\\.[0-9](?:_?[0-9])*)?[eE][+-]?[0-9](?:_?[0-9])*|\\.[0-9](?:_?[0-9])*))"
                    + "|(?<integer>0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[0-9a-fA-F])+|[1-9](?:_?[0-9])*|0(?:_?0)*)"
                    + "|(?<name>[\\p{L}_][\\p{L}\\p{N}_]*)"
                    + "|(?<string>'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\")"
                    + "|(?<operator>//|\\*\\*|==|!=|>=|<=|[-+/*%~\\[\\](){}><=.:|,;])",
            Pattern.DOTALL);

    private final String source;
    private final String end;
    private final List<Token> tokens;
    private int position;
    private int line;
    private int depth;

    ExpressionLexer(String source, int position, int line, String end, List<Token> tokens) {
        this.source = source;
        this.position = position;
        this.line = line;
        this.end = end;
        this.tokens = tokens;
    }

    /** Adds the tokens up to the end of the tag; returns where that stands, its sign included. */
    int run() {
        Matcher matcher = TOKEN.matcher(source);
        while (!atEnd()) {
            if (position >= source.length()) {
                throw new TemplateException("the tag is not closed with " + end, line);
            }
            if (!matcher.region(position, source.length())
                    .useTransparentBounds(true)
                    .lookingAt()) {
                throw new TemplateException("unexpected char '" + source.charAt(position) + "'", line);
            }
            add(matcher);
            line += (int) matcher.group().chars().filter(c -> c == '\n').count();
            position = matcher.end();
        }
        return position;
    }

    /** Within brackets {@code }}} closes two of them, not the tag. */
    private boolean atEnd() {
        if (depth > 0) {
            return false;
        }
        boolean signed = source.startsWith("-", position) || (end.equals("%}") && source.startsWith("+", position));
        return source.startsWith(end, position) || (signed && source.startsWith(end, position + 1));
    }

    private void add(Matcher matcher) {
        String text = matcher.group();
        if (matcher.group("space") != null) {
            return;
        }
        if (matcher.group("float") != null) {
            tokens.add(new Token(Kind.FLOAT, text.replace("_", ""), line));
        } else if (matcher.group("integer") != null) {
            tokens.add(new Token(Kind.INTEGER, text.replace("_", ""), line));
        } else if (matcher.group("name") != null) {
            tokens.add(new Token(Kind.NAME, text, line));
        } else if (matcher.group("string") != null) {
            tokens.add(new Token(Kind.STRING, unescape(text.substring(1, text.length() - 1)), line));
        } else {
            bracket(text);
            tokens.add(new Token(Kind.OPERATOR, text, line));
        }
    }

    private void bracket(String operator) {
        if ("([{".contains(operator)) {
            depth++;
        } else if (")]}".contains(operator) && --depth < 0) {
            throw new TemplateException("unexpected '" + operator + "'", line);
        }
    }

    /** Python's escapes; an unknown one stays as written. */
    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                out.append(c);
                continue;
            }
            char escape = text.charAt(++i);
            int simple = "abfnrtv\\'\"".indexOf(escape);
            int digits = escape == 'x' ? 2 : escape == 'u' ? 4 : escape == 'U' ? 8 : 0;
            if (simple >= 0) {
                out.append("\u0007\b\f\n\r\t\u000b\\'\"".charAt(simple));
            } else if (digits > 0 && i + digits < text.length()) {
                out.appendCodePoint(Integer.parseInt(text, i + 1, i + 1 + digits, 16));
                i += digits;
            } else if (escape >= '0' && escape <= '7') {
                int to = i;
                while (to < text.length() && to < i + 3 && text.charAt(to) >= '0' && text.charAt(to) <= '7') {
                    to++;
                }
                out.append((char) Integer.parseInt(text, i, to, 8));
                i = to - 1;
            } else if (escape != '\n') {
                out.append('\\').append(escape);
            }
        }
        return out.toString();
    }
}
