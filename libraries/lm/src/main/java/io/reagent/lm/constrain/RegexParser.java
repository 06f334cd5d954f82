package io.reagent.lm.constrain;

import io.reagent.lm.constrain.Regex.Alternation;
import io.reagent.lm.constrain.Regex.Concatenation;
import io.reagent.lm.constrain.Regex.Letter;
import io.reagent.lm.constrain.Regex.Repetition;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the part of regular expressions that Java, ECMAScript and Python agree on.
 *
 * <p>Literals; {@code .} (all but line terminators); {@code [a-z]}, {@code [^a-z]}; {@code \d \D \w \W \s \S}, over ASCII;
 * {@code \t \n \r \f \v}, {@code \xHH}, {@code \}{@code uHHHH}, and a backslash before punctuation; groups, of which
 * {@code (?:…)} and named ones are like plain ones; {@code |}; {@code * + ? {n} {n,} {n,m}}, also lazy, which is the same
 * to a constraint; {@code ^} and {@code $} at the two ends of the expression or of its outermost options.
 *
 * <p>Look-around, back references, possessive repetition, flags, word boundaries and {@code \p} classes are refused.
 */
final class RegexParser {
    private static final CodePoints LINE_ENDS = CodePoints.anyOf("\n\r\u0085\u2028\u2029");
    private static final int MAX_DEPTH = 200;

    private final String expression;
    private final int[] text;
    private final boolean search;
    private int at;
    private int depth;

    private RegexParser(String expression, boolean search) {
        this.expression = expression;
        this.text = expression.codePoints().toArray();
        this.search = search;
    }

    /** An expression that describes the whole text. */
    static Regex whole(String expression) {
        return new RegexParser(expression, false).parse();
    }

    /** An expression that has to match somewhere, as a JSON schema's {@code pattern}; without anchors, anything may surround it. */
    static Regex search(String expression) {
        return new RegexParser(expression, true).parse();
    }

    private Regex parse() {
        List<Regex> options = new ArrayList<>();
        do {
            List<Regex> parts = new ArrayList<>();
            if (!take('^') && search) {
                parts.add(Regex.ANYTHING);
            }
            parts.addAll(sequence());
            if (!take('$') && search) {
                parts.add(Regex.ANYTHING);
            }
            options.add(new Concatenation(parts));
        } while (take('|'));
        if (at < text.length) {
            throw error(text[at] == ')' ? "there is no group to close" : "'$' stands only at an end");
        }
        return options.size() == 1 ? options.getFirst() : new Alternation(options);
    }

    private Regex group() {
        if (++depth > MAX_DEPTH) {
            throw error("groups are nested more than " + MAX_DEPTH + " deep");
        }
        int open = at;
        if (take('?') && !take(':')) {
            if (!take('<') || !Character.isLetter(peek())) {
                throw error("only (?:…) and (?<name>…) begin with '(?'");
            }
            while (!take('>')) {
                next();
            }
        }
        List<Regex> options = new ArrayList<>();
        do {
            options.add(new Concatenation(sequence()));
        } while (take('|'));
        if (!take(')')) {
            if (peek() == '$') {
                throw error("'$' stands only at an end");
            }
            at = open;
            throw before("the group is not closed");
        }
        depth--;
        return options.size() == 1 ? options.getFirst() : new Alternation(options);
    }

    private List<Regex> sequence() {
        List<Regex> parts = new ArrayList<>();
        while (at < text.length && peek() != '|' && peek() != ')' && peek() != '$') {
            parts.add(repeated(atom()));
        }
        return parts;
    }

    private Regex atom() {
        int c = next();
        return switch (c) {
            case '(' -> group();
            case '[' -> new Letter(characterClass());
            case '.' -> new Letter(LINE_ENDS.complement());
            case '\\' -> new Letter(escape(false));
            case '*', '+', '?' -> throw before("there is nothing to repeat");
            case '{', '}', ']' -> throw before("write it as \\" + Character.toString(c));
            case '^' -> throw before("'^' stands only at the beginning");
            default -> new Letter(literal(c));
        };
    }

    private Regex repeated(Regex body) {
        int least;
        int most;
        if (take('*')) {
            least = 0;
            most = Regex.UNBOUNDED;
        } else if (take('+')) {
            least = 1;
            most = Regex.UNBOUNDED;
        } else if (take('?')) {
            least = 0;
            most = 1;
        } else if (take('{')) {
            least = number();
            most = take(',') ? (peek() == '}' ? Regex.UNBOUNDED : number()) : least;
            if (!take('}')) {
                throw error("repetition is {n}, {n,} or {n,m}; write a brace itself as \\{");
            }
            if (most != Regex.UNBOUNDED && most < least) {
                throw before("the upper count is below the lower");
            }
        } else {
            return body;
        }
        take('?');
        if (peek() == '*' || peek() == '+' || peek() == '?' || peek() == '{') {
            throw error("a repetition is not repeated; put it in a group");
        }
        return new Repetition(body, least, most);
    }

    private int number() {
        int value = 0;
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            value = 10 * value + next() - '0';
            if (value > Nfa.MAX_STATES) {
                throw before("counts go up to " + Nfa.MAX_STATES);
            }
        }
        if (at == start) {
            throw error("repetition is {n}, {n,} or {n,m}; write a brace itself as \\{");
        }
        return value;
    }

    private CodePoints characterClass() {
        boolean negated = take('^');
        if (peek() == ']') {
            throw error("a class is not empty; write ] itself as \\]");
        }
        CodePoints set = CodePoints.NONE;
        while (!take(']')) {
            int c = next();
            if (c == '[' || (c == '&' && peek() == '&')) {
                throw before("write it as \\" + Character.toString(c) + " inside a class");
            }
            CodePoints from = c == '\\' ? escape(true) : literal(c);
            if (peek() == '-' && at + 1 < text.length && text[at + 1] != ']') {
                at++;
                int last = next();
                set = set.plus(range(from, last == '\\' ? escape(true) : literal(last)));
            } else {
                set = set.plus(from);
            }
        }
        return negated ? set.complement() : set;
    }

    private CodePoints range(CodePoints from, CodePoints to) {
        if (!single(from) || !single(to)) {
            throw before("a range lies between two single characters");
        }
        int first = from.ranges().getFirst().first();
        int last = to.ranges().getFirst().last();
        if (last < first) {
            throw before("the range is backwards");
        }
        return CodePoints.of(first, last);
    }

    private static boolean single(CodePoints set) {
        return set.ranges().size() == 1
                && set.ranges().getFirst().first() == set.ranges().getFirst().last();
    }

    private CodePoints escape(boolean inClass) {
        int c = next();
        return switch (c) {
            case 'd' -> Classes.DIGIT;
            case 'D' -> Classes.DIGIT.complement();
            case 'w' -> Classes.WORD;
            case 'W' -> Classes.WORD.complement();
            case 's' -> Classes.SPACE;
            case 'S' -> Classes.SPACE.complement();
            case 't' -> CodePoints.of('\t');
            case 'n' -> CodePoints.of('\n');
            case 'r' -> CodePoints.of('\r');
            case 'f' -> CodePoints.of('\f');
            case 'v' -> CodePoints.of(0x0B);
            case 'x' -> literal(hex(2));
            case 'u' -> literal(hex(4));
            default -> {
                if (c < 0x80 && Character.isLetterOrDigit(c)) {
                    throw before("\\" + Character.toString(c) + (inClass ? " in a class" : "")
                            + " is not supported; spell out the characters");
                }
                yield literal(c);
            }
        };
    }

    private int hex(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw before("expected " + digits + " hexadecimal digits");
            }
            value = 16 * value + digit;
        }
        return value;
    }

    private CodePoints literal(int c) {
        if (c >= 0xD800 && c <= 0xDFFF) {
            throw before("half a surrogate pair is not a character; write the character itself");
        }
        return CodePoints.of(c);
    }

    private int peek() {
        return at < text.length ? text[at] : -1;
    }

    private int next() {
        if (at == text.length) {
            throw error("the expression ends too early");
        }
        return text[at++];
    }

    private boolean take(char c) {
        if (peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    private GrammarException before(String problem) {
        at--;
        return error(problem);
    }

    private GrammarException error(String problem) {
        return new GrammarException("regex " + expression + " at " + at + ": " + problem);
    }

    /** The shorthand classes, over ASCII. */
    private static final class Classes {
        static final CodePoints DIGIT = CodePoints.of('0', '9');
        static final CodePoints WORD = DIGIT.plus(CodePoints.of('a', 'z'))
                .plus(CodePoints.of('A', 'Z'))
                .plus(CodePoints.of('_'));
        static final CodePoints SPACE = CodePoints.anyOf(" \t\n\u000B\f\r");
    }
}
