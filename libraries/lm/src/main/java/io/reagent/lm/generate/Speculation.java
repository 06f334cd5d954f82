package io.reagent.lm.generate;

import java.util.List;
import java.util.Map;

/**
 * How many tokens of each sequence a step computes on a guess (speculative decoding): as many as promise the most tokens
 * for the time, by how often such guesses were right and what steps of so many rows took. Owner thread only.
 */
final class Speculation {
    private final Drafts drafts = new Drafts();
    private final StepTime time = new StepTime();
    private final int most;
    private long guessed;
    private long right;

    /** @param most tokens guessed ahead at most */
    Speculation(int most) {
        this.most = most;
    }

    /** How many tokens were computed on a guess. */
    long guessed() {
        return guessed;
    }

    /** How many of these guesses were right. */
    long right() {
        return right;
    }

    /**
     * Adds guessed tokens to a step: to each sequence that decodes the same number, so that they can share attention calls.
     *
     * @param counts tokens of each sequence that the step computes anyway
     * @param decoding how many of the sequences decode, the first ones
     */
    void extend(Map<Sequence, Integer> counts, int decoding) {
        List<Sequence> guessing = counts.keySet().stream().limit(decoding).toList();
        double[] expected = new double[most + 1];
        for (Sequence sequence : guessing) {
            sequence.guess(drafts, Math.min(most, room(sequence)));
            for (int ahead = 1; ahead <= sequence.guesses().count(); ahead++) {
                expected[ahead] += sequence.guesses().chance(ahead);
            }
        }
        expected[0] = counts.size();
        int chosen = fastest(expected, rows(counts), decoding);
        for (Sequence sequence : guessing) {
            if (sequence.guesses().count() > 0) {
                // where fewer are guessed than that, whatever lies behind them is computed and not looked at
                counts.put(sequence, 1 + Math.min(chosen, room(sequence)));
            }
        }
    }

    /** Positions behind a sequence in its slot. */
    private static int room(Sequence sequence) {
        return sequence.slot().capacity() - sequence.length();
    }

    /** How far ahead gives the most tokens for the time, {@code expected[n]} being those that the n-th token ahead adds. */
    private int fastest(double[] expected, int rows, int decoding) {
        int chosen = 0;
        double best = 0;
        double tokens = 0;
        for (int ahead = 0; ahead < expected.length; ahead++) {
            tokens += expected[ahead];
            double speed = tokens / time.of(rows + decoding * ahead);
            if (speed > best) {
                best = speed;
                chosen = ahead;
            }
        }
        return chosen;
    }

    /** What the step took. */
    void took(Map<Sequence, Integer> counts, long nanos) {
        time.took(rows(counts), nanos);
    }

    private static int rows(Map<Sequence, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Takes in a token that was chosen, the sequence's last. */
    void learn(Sequence sequence) {
        if (most > 0) {
            drafts.learn(sequence.ids(), sequence.length());
        }
    }

    /** Takes in that of {@code tried} guesses about a sequence the first {@code hits} were right. */
    void told(Sequence sequence, int tried, int hits) {
        drafts.told(sequence.guesses(), tried, hits);
        guessed += tried;
        right += hits;
    }
}
