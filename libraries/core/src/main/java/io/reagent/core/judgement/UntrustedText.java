package io.reagent.core.judgement;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes text of unknown origin safe to stand in a judge's prompt, changing as little as can be seen:
 *
 * <ul>
 *   <li>control characters (but newline and tab), and characters without a glyph of their own (zero-width, bidirectional,
 *       tag characters, variation selectors) are dropped; every kind of line end becomes a newline; an unpaired surrogate
 *       becomes U+FFFD; white space at both ends goes;
 *   <li>in a tag of ours or of a chat template ({@code <score>}, {@code < / Critique >}, {@code ＜call＞},
 *       {@code <|im_end|>}, {@code [INST]}) the brackets become ‹ and ›;
 *   <li>a line that would open a part of the rendering ({@code [2]}, {@code [answer]}, {@code Agent Trajectory},
 *       {@code End }) gets a › before it;
 *   <li>the fence, should it occur, is broken by ‹›.
 * </ul>
 *
 * Applying it twice changes nothing more. Comparisons, code, JSON and Markdown keep their brackets.
 */
final class UntrustedText {
    private static final Set<String> TAGS =
            Set.of("think", "critique", "score", "call", "result", "tool_call", "tool_response");
    private static final int LONGEST_TAG = 13;
    private static final Pattern CHAT_MARKER = Pattern.compile("<([|｜][^|｜<>\\n]{1,40}[|｜])>"
            + "|<(/?s|bos|eos|pad|unk|(?:start|end)_of_turn)>|<<(/?SYS)>>"
            + "|\\[(/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS))]");
    private static final Pattern STRUCTURE = Pattern.compile("(?m)^(\\h*)"
            + "(?=(?i:[\\[［]\\h*(?:\\p{Nd}+|(?:no\\h+)?answer)\\h*[\\]］]|Agent\\h+Trajectory)|E(?:nd|ND)\\h)");

    private UntrustedText() {}

    static String neutralise(String text, Fence fence) {
        String visible = visible(text).strip();
        String untagged = withoutTags(visible);
        String unmarked = CHAT_MARKER.matcher(untagged).replaceAll(UntrustedText::bracketed);
        return STRUCTURE
                .matcher(unmarked)
                .replaceAll("$1›")
                .replace(
                        fence.nonce(),
                        fence.nonce().substring(0, 4) + "‹›" + fence.nonce().substring(4));
    }

    /** A tool's name: one word without brackets, so that the arguments after it on the line cannot complete a tag. */
    static String name(String name, Fence fence) {
        String word = neutralise(name, fence).replaceAll("[\\s\\h]+", "_").replaceAll("[<＜﹤]", "‹");
        return word.isEmpty() ? "(unnamed)" : word;
    }

    private static String bracketed(MatchResult marker) {
        for (int group = 1; group <= marker.groupCount(); group++) {
            String inner = marker.group(group);
            if (inner != null) {
                return Matcher.quoteReplacement("‹" + inner + "›");
            }
        }
        throw new IllegalStateException("a chat marker without a group");
    }

    private static String visible(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (isLineEnd(c)) {
                boolean windows = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
                if (!windows) {
                    kept.append('\n');
                }
            } else if (Character.getType(c) == Character.SURROGATE) {
                kept.append('\uFFFD');
            } else if (c == '\t' || !isInvisible(c)) {
                kept.appendCodePoint(c);
            }
        }
        return kept.toString();
    }

    private static boolean isLineEnd(int c) {
        return c == '\n' || c == '\r' || c == 0x0B || c == 0x0C || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT -> true;
            default ->
                c == 0x34F
                        || c == 0x115F
                        || c == 0x1160
                        || c == 0x17B4
                        || c == 0x17B5
                        || (c >= 0x180B && c <= 0x180F)
                        || c == 0x3164
                        || c == 0xFFA0
                        || (c >= 0xFE00 && c <= 0xFE0F)
                        || (c >= 0xE0000 && c <= 0xE0FFF);
        };
    }

    private static String withoutTags(String text) {
        StringBuilder safe = null;
        for (int i = 0; i < text.length(); i++) {
            if (!isOpening(text.charAt(i))) {
                continue;
            }
            int nameEnd = tagNameEnd(text, i);
            if (nameEnd < 0) {
                continue;
            }
            if (safe == null) {
                safe = new StringBuilder(text);
            }
            safe.setCharAt(i, '‹');
            int close = closingAfter(text, nameEnd);
            if (close >= 0) {
                safe.setCharAt(close, '›');
            }
        }
        return safe == null ? text : safe.toString();
    }

    /** Index after the tag's name when a tag of ours opens at {@code at}, else -1. */
    private static int tagNameEnd(String text, int at) {
        int i = skipSpace(text, at + 1);
        if (i < text.length() && isSlash(text.charAt(i))) {
            i = skipSpace(text, i + 1);
        }
        int start = i;
        StringBuilder name = new StringBuilder();
        while (i < text.length() && name.length() <= LONGEST_TAG && isNameCharacter(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            name.append(plain(c));
            i += Character.charCount(c);
        }
        String word = name.toString();
        if (!TAGS.contains(word.toLowerCase(Locale.ROOT))) {
            return -1;
        }
        // Promise<Result> is code; Result alone, and <result> anywhere, could pass for structure
        boolean typeArgument = at > 0
                && Character.isJavaIdentifierPart(text.charAt(at - 1))
                && start == at + 1
                && Character.isUpperCase(word.charAt(0));
        return typeArgument ? -1 : i;
    }

    private static int closingAfter(String text, int from) {
        for (int i = from; i < Math.min(text.length(), from + 60); i++) {
            char c = text.charAt(i);
            if (c == '>' || c == '＞' || c == '﹥') {
                return i;
            }
            if (c == '\n' || isOpening(c)) {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isOpening(char c) {
        return c == '<' || c == '＜' || c == '﹤';
    }

    private static boolean isSlash(char c) {
        return c == '/' || c == '／' || c == '⁄' || c == '∕' || c == '\\';
    }

    private static boolean isNameCharacter(int c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '＿';
    }

    /** Fullwidth, mathematical and other compatibility letters as the plain ones they look like. */
    private static String plain(int c) {
        return c < 128 ? Character.toString(c) : Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
    }

    private static int skipSpace(String text, int from) {
        int i = from;
        while (i < text.length() && (Character.isWhitespace(text.charAt(i)) || Character.isSpaceChar(text.charAt(i)))) {
            i++;
        }
        return i;
    }
}
