package io.reagent.core.rl;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a refined rollout speaks of the critique it was shown. A policy trained on such rollouts answers, without any
 * critique, as if it had one.
 *
 * @param mentions whether it names the review or the attempt itself ("the reviewer", "the critique", "my previous
 *     attempt", …)
 * @param overlap share of the critique's runs of four words that the rollout repeats and could have from nowhere else:
 *     they stand neither in the question nor in the first attempt. 0 for a critique without such runs
 */
public record Leakage(boolean mentions, double overlap) {
    private static final int WORDS = 4;
    /** Repeating a sixth of the critique is more than a shared turn of phrase. */
    private static final double LEAST_OVERLAP = 1.0 / 6;

    private static final Pattern MENTION = Pattern.compile(
            "\\b(?:reviewers?|critiques?|the review|(?:previous|earlier|first|last|my|the) attempts?)\\b");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** A rollout that was shown no critique. */
    public static final Leakage NONE = new Leakage(false, 0);

    /**
     * @param critique as the rollout was shown it
     * @param known what else the rollout was shown and may repeat: the question and the attempt
     * @param said the rollout's own words: thoughts and answer, not what its tools returned
     */
    public static Leakage of(String critique, String known, String said) {
        boolean mentions = MENTION.matcher(said.toLowerCase(Locale.ROOT)).find()
                && !MENTION.matcher(known.toLowerCase(Locale.ROOT)).find();
        Set<List<String>> told = runs(critique);
        told.removeAll(runs(known));
        if (told.isEmpty()) {
            return new Leakage(mentions, 0);
        }
        Set<List<String>> repeated = new HashSet<>(told);
        repeated.retainAll(runs(said));
        return new Leakage(mentions, (double) repeated.size() / told.size());
    }

    /** Whether to count it, and to drop it where rollouts that leak are filtered. */
    public boolean leaks() {
        return mentions || overlap >= LEAST_OVERLAP;
    }

    private static Set<List<String>> runs(String text) {
        List<String> words = Arrays.stream(NO_WORD.split(text.toLowerCase(Locale.ROOT)))
                .filter(word -> !word.isEmpty())
                .toList();
        Set<List<String>> runs = new HashSet<>();
        for (int i = 0; i + WORDS <= words.size(); i++) {
            runs.add(List.copyOf(words.subList(i, i + WORDS)));
        }
        return runs;
    }
}
