package io.reagent.core.judgement;

import io.reagent.core.trajectory.StorableText;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a judge generated: {@code <think>…</think><critique>…</critique><score>…</score>}. Give it generated text
 * only, never the prompt.
 *
 * <p>Tags are lower case and without spaces. Reasoning is everything up to the last {@code </think>}; the opening tag
 * may be missing, since many chat templates put it into the prompt, and so may the whole block. After it stand exactly
 * one critique and then exactly one score; other text around them, such as Markdown fences, is passed over. A score is
 * a plain decimal such as {@code 0.7}, {@code .7}, {@code 1} or {@code 1.0}, with white space around it; not
 * {@code 7/10}, {@code 70%}, {@code 7e-1} or {@code NaN}. A score block that is open at the very end of text that was
 * not cut off counts as closed, since servers remove the stop string.
 */
public final class JudgementParser {
    static final String THINK = "<think>";
    static final String THINK_END = "</think>";
    static final String CRITIQUE = "<critique>";
    static final String CRITIQUE_END = "</critique>";
    static final String SCORE = "<score>";
    static final String SCORE_END = "</score>";

    private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:[0-9]{1,20}(?:\\.[0-9]{1,40})?|\\.[0-9]{1,40})");
    private static final Pattern REFUSAL = Pattern.compile(
            "(?i)(?:i['’]?m (?:very |really |so )?sorry|i am (?:very |really )?sorry|sorry,|i apologi[sz]e|my apologies|i (?:can(?:no|['’])t"
                    + "|can not|won['’]t|will not|must decline|must refuse|refuse|decline|am (?:unable|not able)"
                    + "|do not feel comfortable|don['’]t feel comfortable)|i['’]m (?:unable|not able)"
                    + "|unfortunately, i (?:can|am|must)|as an ai\\b)");

    private JudgementParser() {}

    /**
     * @param generated everything the judge wrote
     * @param truncated whether generation stopped at a length limit
     */
    public static Judgement parse(String generated, boolean truncated) {
        int thinkEnd = generated.lastIndexOf(THINK_END);
        String tail = thinkEnd < 0 ? generated : generated.substring(thinkEnd + THINK_END.length());
        if (thinkEnd < 0 && generated.contains(THINK)) {
            String detail = "the think block was never closed";
            return failed(
                    truncated ? Outcome.TRUNCATED : Outcome.PARSE_ERROR, detail, withoutThinkTags(generated), null);
        }
        String reasoning = thinkEnd < 0 ? "" : reasoning(generated.substring(0, thinkEnd));
        return parseBlocks(tail, reasoning, truncated);
    }

    private static Judgement parseBlocks(String tail, String reasoning, boolean truncated) {
        String critique = between(tail, CRITIQUE, CRITIQUE_END);
        int scores = count(tail, SCORE);
        if (scores == 0) {
            if (!truncated && critique == null && isRefusal(tail)) {
                return failed(Outcome.REFUSED, "the judge declined to judge", reasoning, null);
            }
            return incomplete(truncated, "there is no score block", reasoning, critique);
        }
        if (scores > 1 || count(tail, SCORE_END) > 1) {
            return failed(Outcome.PARSE_ERROR, "there is more than one score block", reasoning, critique);
        }
        int start = tail.indexOf(SCORE) + SCORE.length();
        int end = tail.indexOf(SCORE_END);
        if (end < 0) {
            if (truncated) {
                return failed(Outcome.TRUNCATED, "the score block was cut off", reasoning, critique);
            }
            end = tail.length();
        }
        String problem = orderProblem(tail, start, end);
        if (problem != null || critique == null) {
            return failed(
                    Outcome.PARSE_ERROR, problem == null ? "there is no critique block" : problem, reasoning, critique);
        }
        return scored(tail.substring(start, end).strip(), reasoning, critique);
    }

    private static @Nullable String orderProblem(String tail, int scoreStart, int scoreEnd) {
        if (count(tail, CRITIQUE) != 1 || count(tail, CRITIQUE_END) != 1) {
            return "there is not exactly one critique block";
        }
        if (tail.indexOf(CRITIQUE_END) > scoreStart || scoreEnd < scoreStart) {
            return "the blocks are not in the order critique, score";
        }
        return null;
    }

    private static Judgement scored(String written, String reasoning, String critique) {
        if (!DECIMAL.matcher(written).matches()) {
            String detail = "the score is not a plain decimal: " + shortened(written);
            return failed(Outcome.PARSE_ERROR, detail, reasoning, critique);
        }
        // as BigDecimal: 1.0000000000000000001 is out of range, though its double is 1
        BigDecimal score = new BigDecimal(written);
        if (score.signum() < 0 || score.compareTo(BigDecimal.ONE) > 0) {
            return failed(
                    Outcome.OUT_OF_RANGE, "the score " + shortened(written) + " is not in [0, 1]", reasoning, critique);
        }
        return new Judgement.Scored(score.doubleValue(), reasoning, critique);
    }

    private static Judgement incomplete(boolean truncated, String detail, String reasoning, @Nullable String critique) {
        return failed(truncated ? Outcome.TRUNCATED : Outcome.PARSE_ERROR, detail, reasoning, critique);
    }

    private static Judgement failed(Outcome outcome, String detail, String reasoning, @Nullable String critique) {
        return new Judgement.Failed(outcome, detail, reasoning.isEmpty() ? null : reasoning, critique);
    }

    private static boolean isRefusal(String text) {
        return !text.contains(CRITIQUE) && REFUSAL.matcher(text.strip()).lookingAt();
    }

    // An opening tag before the first closing one says where reasoning starts; what stands before it is outside.
    private static String reasoning(String upToEnd) {
        int open = upToEnd.indexOf(THINK);
        int close = upToEnd.indexOf(THINK_END);
        boolean opens = open >= 0 && (close < 0 || open < close);
        return withoutThinkTags(opens ? upToEnd.substring(open) : upToEnd);
    }

    private static String withoutThinkTags(String text) {
        return text.replace(THINK, "").replace(THINK_END, "").strip();
    }

    private static @Nullable String between(String text, String open, String close) {
        int start = text.indexOf(open);
        if (start < 0) {
            return null;
        }
        int end = text.indexOf(close, start);
        return text.substring(start + open.length(), end < 0 ? text.length() : end)
                .strip();
    }

    private static int count(String text, String tag) {
        int count = 0;
        for (int at = text.indexOf(tag); at >= 0; at = text.indexOf(tag, at + tag.length())) {
            count++;
        }
        return count;
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? "\"" + text + "\"" : "\"" + StorableText.head(text, 40) + "…\"";
    }
}
