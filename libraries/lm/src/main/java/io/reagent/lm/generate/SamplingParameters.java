package io.reagent.lm.generate;

/**
 * How the next token is chosen. Filters apply in the order temperature, top-k, top-p, min-p.
 *
 * @param temperature 0 takes the most likely token; otherwise logits are divided by it
 * @param topK keep the k most likely tokens; 0 keeps all
 * @param topP keep the smallest set whose probability reaches this; 1 keeps all
 * @param minP keep tokens at least this fraction as likely as the most likely one; 0 keeps all
 */
public record SamplingParameters(double temperature, int topK, double topP, double minP) {
    /** The bound of OpenAI's protocol and of agents; Tinker's has none. */
    public static final double HOTTEST = 2;

    public static final SamplingParameters GREEDY = new SamplingParameters(0, 0, 1, 0);

    public SamplingParameters {
        if (!(temperature >= 0 && Double.isFinite(temperature))) {
            throw new IllegalArgumentException("temperature must be a finite number from 0 on, was " + temperature);
        }
        if (topK < 0) {
            throw new IllegalArgumentException("top_k must be 0 (off) or more, was " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top_p must be in (0, 1], was " + topP);
        }
        if (!(minP >= 0 && minP < 1)) {
            throw new IllegalArgumentException("min_p must be in [0, 1), was " + minP);
        }
    }

    public boolean greedy() {
        return temperature == 0;
    }

    /** Whether choosing needs the vocabulary sorted. */
    boolean filtered() {
        return topK > 0 || topP < 1 || minP > 0;
    }
}
