package io.reagent.rrm.judges;

import org.jspecify.annotations.Nullable;

/**
 * How a judgement without a score is brought to one: text we write in the judge's place, closing what is open and opening
 * what comes next, and what the judge may then add.
 *
 * @param kept how many characters of what was written stay; the rest is written anew
 * @param forced may be empty, when the judge was already writing the score
 * @param maxTokens 0 when {@code forced} completes the judgement
 * @param form what the judge's text has to match, or null for any text
 */
record Continuation(
        int kept, String forced, int maxTokens, @Nullable String form) {
    private static final String THINK = "<think>";
    private static final String THINK_END = "</think>";
    private static final String CRITIQUE = "<critique>";
    private static final String CRITIQUE_END = "</critique>";
    private static final String SCORE = "<score>";
    private static final String SCORE_END = "</score>";

    private static final int CRITIQUE_TOKENS = 256;
    private static final int SCORE_TOKENS = 16;

    /** A number in [0, 1], and the end. */
    static final String SCORE_FORM = "(0(\\.[0-9]{1,4})?|1(\\.0{1,4})?)" + SCORE_END;

    /** Some text without tags, then a score. */
    static final String CRITIQUE_FORM = "[^<]+" + CRITIQUE_END + "\n" + SCORE + SCORE_FORM;

    /** The most tokens all continuations of one judgement may take, with room for the forced tags. */
    static final int RESERVED_TOKENS = CRITIQUE_TOKENS + 2 * SCORE_TOKENS + 32;

    /** After this many, a judgement that still has no score has failed: critique, then score, then once more. */
    static final int MOST = 3;

    /** For a text that was cut off, by a judge that may write anything. A tag cut in the middle is completed. */
    static Continuation free(String written) {
        String tail = tail(written);
        if (inThought(written) || !tail.contains(CRITIQUE)) {
            return openCritique(written, null);
        }
        if (!tail.contains(CRITIQUE_END)) {
            return closeCritique(written, null);
        }
        int score = tail.indexOf(SCORE);
        if (score < 0) {
            return new Continuation(written.length(), completed(tail, SCORE), SCORE_TOKENS, null);
        }
        String inScore = tail.substring(score + SCORE.length());
        return inScore.contains("<")
                ? new Continuation(written.length(), completed(inScore, SCORE_END), 0, null)
                : new Continuation(written.length(), "", SCORE_TOKENS, null);
    }

    /** For a judge that can be held to a form: whatever follows the critique is written anew, as a score. */
    static Continuation held(String written) {
        String tail = tail(written);
        int critique = tail.indexOf(CRITIQUE);
        if (inThought(written) || critique < 0) {
            return openCritique(written, CRITIQUE_FORM);
        }
        int end = tail.indexOf(CRITIQUE_END, critique);
        if (end < 0) {
            return closeCritique(written, SCORE_FORM);
        }
        int kept = written.length() - tail.length() + end + CRITIQUE_END.length();
        return new Continuation(kept, "\n" + SCORE, SCORE_TOKENS, SCORE_FORM);
    }

    /** Whether a text that cannot be read has a critique, and everything up to its end is as it should be. */
    static boolean lacksOnlyItsScore(String written) {
        String tail = tail(written);
        int critique = tail.indexOf(CRITIQUE);
        int end = tail.indexOf(CRITIQUE_END);
        if (inThought(written) || critique < 0 || end < critique) {
            return false;
        }
        String before = tail.substring(0, end);
        return before.indexOf(CRITIQUE, critique + 1) < 0 && !before.contains(SCORE) && !before.contains(SCORE_END);
    }

    private static Continuation openCritique(String written, @Nullable String form) {
        String missing = inThought(written) || !written.contains(THINK_END)
                ? completed(written, THINK_END) + "\n" + CRITIQUE
                : completed(tail(written), CRITIQUE);
        return new Continuation(written.length(), missing, CRITIQUE_TOKENS, form);
    }

    private static Continuation closeCritique(String written, @Nullable String form) {
        String missing = completed(tail(written), CRITIQUE_END) + "\n" + SCORE;
        return new Continuation(written.length(), missing, SCORE_TOKENS, form);
    }

    private static boolean inThought(String written) {
        return !written.contains(THINK_END) && written.contains(THINK);
    }

    /** What follows the thoughts. */
    private static String tail(String written) {
        int end = written.lastIndexOf(THINK_END);
        return end < 0 ? written : written.substring(end + THINK_END.length());
    }

    /** What is missing of a tag that the text may already end with a part of. */
    private static String completed(String text, String tag) {
        for (int length = Math.min(tag.length() - 1, text.length()); length > 0; length--) {
            if (text.endsWith(tag.substring(0, length))) {
                return tag.substring(length);
            }
        }
        return text.isEmpty() || text.endsWith("\n") || tag.equals(CRITIQUE_END) ? tag : "\n" + tag;
    }
}
