package io.reagent.core.grading;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Grades answers that are a name, a few words or a number. */
public final class ShortAnswer {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d+|\\d{1,3}(?:,\\d{3})+)(?:\\.\\d+)?");
    private static final Pattern PUNCTUATION = Pattern.compile("[\\p{P}\\p{S}]");
    private static final Pattern ARTICLE = Pattern.compile("\\b(?:a|an|the)\\b");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private ShortAnswer() {}

    /**
     * Whether a run's last message answers with {@code reference}; no message is no answer.
     *
     * @param message as the agent wrote it; its answer is found by {@link FinalAnswer}
     */
    public static boolean correct(@Nullable String message, String reference) {
        return message != null && same(FinalAnswer.of(message), reference);
    }

    /**
     * Whether two answers say the same: equal in value where both are numbers, else equal after SQuAD's normalisation
     * (lower case, no punctuation, no articles, single spaces).
     */
    public static boolean same(String answer, String reference) {
        BigDecimal one = number(answer);
        BigDecimal other = number(reference);
        return one != null && other != null
                ? one.compareTo(other) == 0
                : normalised(answer).equals(normalised(reference));
    }

    private static @Nullable BigDecimal number(String text) {
        String trimmed = text.strip();
        return NUMBER.matcher(trimmed).matches() ? new BigDecimal(trimmed.replace(",", "")) : null;
    }

    private static String normalised(String text) {
        String words = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
        return SPACE.matcher(ARTICLE.matcher(words).replaceAll(" "))
                .replaceAll(" ")
                .strip();
    }
}
