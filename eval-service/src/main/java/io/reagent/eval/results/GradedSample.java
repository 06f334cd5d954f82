package io.reagent.eval.results;

import org.jspecify.annotations.Nullable;

/**
 * What became of one attempt.
 *
 * @param failed whether there was nothing to grade
 * @param grade CORRECT, WRONG or FAILED; null where there is none
 * @param score in [0, 1], of a grade that was given
 * @param rule that decided
 * @param extracted the answer as the grader read it
 */
record GradedSample(
        int sample,
        boolean failed,
        @Nullable String grade,
        @Nullable Double score,
        @Nullable String rule,
        @Nullable String extracted,
        Used used) {

    /**
     * What it took.
     *
     * @param promptTokens null where it is not known, as with the others
     * @param cost null without prices
     */
    record Used(
            int turns,
            int calls,
            @Nullable Long promptTokens,
            @Nullable Long completionTokens,
            @Nullable Long elapsedMs,
            @Nullable Double cost,
            @Nullable String stop) {}

    /** Whether it counts as right or wrong. */
    boolean decided() {
        return score != null;
    }

    boolean correct() {
        return "CORRECT".equals(grade);
    }
}
