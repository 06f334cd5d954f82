package io.reagent.rrm.judges;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a judgement without a readable score is brought to one: text we write in the judge's place, closing what is open
 * and opening what comes next, and what the judge may then add.
 *
 * <p>Only a judge that had come to its verdict is asked for the number: its own text, behind its thoughts, began one
 * critique and says something in it. A text that is cut off in thought, or that rambles without a critique, or whose
 * score says in words that there is none, is no assessment, and a number after it would be nobody's: it stays a failure.
 *
 * @param kept how many characters of what was written stay; the rest is written anew
 * @param forced may be empty, when the judge was already writing the score
 * @param maxTokens 0 when {@code forced} completes the judgement
 * @param form what the judge's text has to match, or null for any text
 * @param forcesScore whether the judge had not begun its score by itself
 */
record Continuation(
        int kept, String forced, int maxTokens, @Nullable String form, boolean forcesScore) {
    private static final String THINK = "<think>";
    private static final String THINK_END = "</think>";
    private static final String CRITIQUE = "<critique>";
    private static final String CRITIQUE_END = "</critique>";
    private static final String SCORE = "<score>";
    private static final String SCORE_END = "</score>";
    private static final Pattern DIGIT = Pattern.compile("[0-9]");

    /** A plain decimal that something ended. */
    private static final Pattern NUMBER =
            Pattern.compile("\\s*[+-]?(?:[0-9]{1,20}(?:\\.[0-9]{1,40})?|\\.[0-9]{1,40})\\s*(?=<)");

    private static final int SCORE_TOKENS = 16;
    private static final int FORCED_TOKENS = 32;

    /** A number in [0, 1], and the end. */
    static final String SCORE_FORM = "(0(\\.[0-9]{1,4})?|1(\\.0{1,4})?)" + SCORE_END;

    /** Room behind a judgement for the tags written in the judge's place and the score that may follow. */
    static final int RESERVED_TOKENS = SCORE_TOKENS + FORCED_TOKENS;

    /** After this many, a judgement that still has no score has failed: score, then its end, then once more. */
    static final int MOST = 3;

    /** Of all the tokens a judgement may take, those the judge gets at first: the last few are kept for a score. */
    static int firstTokens(int all) {
        return all >= 2 * SCORE_TOKENS ? all - SCORE_TOKENS : all;
    }

    /**
     * For a text without a readable score.
     *
     * @param held whether the writer can be held to a form: then whatever follows the critique is written anew, but for a
     *     number that the judge wrote whole. Else a tag cut in the middle is completed, and a text that was not cut off is better asked for again
     * @return null when the text holds no assessment, or nothing that could be gone on with
     */
    static @Nullable Continuation of(String written, boolean held) {
        Assessment found = Assessment.in(written);
        if (found == null || !found.mayBeScored()) {
            return null;
        }
        return held ? held(written, found) : free(written, found);
    }

    private static @Nullable Continuation held(String written, Assessment found) {
        String score = found.score();
        if (found.closed() && score != null) {
            if (score.contains(SCORE)) {
                // which of the two it meant, only the judge could tell
                return null;
            }
            Matcher number = NUMBER.matcher(score);
            if (number.lookingAt()) {
                return withNumber(written, found, number);
            }
        }
        String closing = found.closed() ? "" : completed(written.substring(0, found.end()), CRITIQUE_END);
        boolean begun =
                score != null || found.closed() && withoutPart(written, SCORE).length() < written.length();
        return new Continuation(found.end(), closing + "\n" + SCORE, SCORE_TOKENS, SCORE_FORM, !begun);
    }

    /** The judge's own number stays, and only its tag is closed. */
    private static Continuation withNumber(String written, Assessment found, Matcher number) {
        String tag = written.substring(written.length() - (number.regionEnd() - number.end()));
        return SCORE_END.startsWith(tag)
                ? new Continuation(written.length(), SCORE_END.substring(tag.length()), 0, null, false)
                : new Continuation(found.end(), "\n" + SCORE + number.group().strip() + SCORE_END, 0, null, false);
    }

    private static @Nullable Continuation free(String written, Assessment found) {
        if (!found.closed()) {
            return found.score() == null
                    ? new Continuation(
                            written.length(), completed(written, CRITIQUE_END) + "\n" + SCORE, SCORE_TOKENS, null, true)
                    : null;
        }
        if (found.score() == null) {
            String forced = completed(written, SCORE);
            return new Continuation(written.length(), forced, SCORE_TOKENS, null, forced.contains(SCORE));
        }
        return found.score().contains("<")
                ? new Continuation(written.length(), completed(found.score(), SCORE_END), 0, null, false)
                : new Continuation(written.length(), "", SCORE_TOKENS, null, false);
    }

    /**
     * One critique that says something, with nothing of ours before it.
     *
     * @param end where it ends in what was written: behind its closing tag, or before whatever should have come after it
     * @param closed whether it has its closing tag
     * @param score what was written behind an opened score, or null when none was opened
     */
    private record Assessment(
            int end, boolean closed, @Nullable String score) {

        static @Nullable Assessment in(String written) {
            int thoughts = written.lastIndexOf(THINK_END);
            if (thoughts < 0 && written.contains(THINK)) {
                return null;
            }
            int from = thoughts < 0 ? 0 : thoughts + THINK_END.length();
            int open = written.indexOf(CRITIQUE, from);
            if (open < 0 || isAny(written.substring(from, open), CRITIQUE_END, SCORE, SCORE_END)) {
                return null;
            }
            int words = open + CRITIQUE.length();
            int close = written.indexOf(CRITIQUE_END, words);
            int score = written.indexOf(SCORE, words);
            int end = close >= 0 ? close : score >= 0 ? score : written.length();
            String said = written.substring(words, end);
            if (isAny(said, CRITIQUE, SCORE, SCORE_END)
                    || withoutPart(said, CRITIQUE_END).isBlank()) {
                return null;
            }
            return new Assessment(
                    close >= 0 ? close + CRITIQUE_END.length() : end,
                    close >= 0,
                    score < 0 ? null : written.substring(score + SCORE.length()));
        }

        /** A score that was begun in words, such as "not applicable", is no number that got its form wrong. */
        boolean mayBeScored() {
            if (score == null) {
                return true;
            }
            int end = score.indexOf('<');
            String value = end < 0 ? score : score.substring(0, end);
            return value.isBlank() || DIGIT.matcher(value).find();
        }

        private static boolean isAny(String text, String... tags) {
            for (String tag : tags) {
                if (text.contains(tag)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** What is missing of a tag that the text may already end with a part of. */
    private static String completed(String text, String tag) {
        int part = text.length() - withoutPart(text, tag).length();
        if (part > 0) {
            return tag.substring(part);
        }
        return text.isEmpty() || text.endsWith("\n") || tag.equals(CRITIQUE_END) ? tag : "\n" + tag;
    }

    /** The text without the first characters of a tag at its end. */
    private static String withoutPart(String text, String tag) {
        for (int length = Math.min(tag.length() - 1, text.length()); length > 0; length--) {
            if (text.endsWith(tag.substring(0, length))) {
                return text.substring(0, text.length() - length);
            }
        }
        return text;
    }
}
