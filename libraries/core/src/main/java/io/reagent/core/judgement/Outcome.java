package io.reagent.core.judgement;

/** How a judgement ended: a closed set, of which only {@link #SCORED} carries a score. */
public enum Outcome {
    /** The judge wrote its blocks and a score in range. */
    SCORED,
    /** The judge wrote something that is not one critique followed by one score. */
    PARSE_ERROR,
    /** The judge ran into its token limit before it wrote the score. */
    TRUNCATED,
    /** The judge did not finish in time. */
    TIMEOUT,
    /** The judge declined to judge. */
    REFUSED,
    /** The judge wrote a number outside [0, 1]. */
    OUT_OF_RANGE,
    /** The judge could not be asked. */
    UNAVAILABLE
}
