package io.reagent.training.algorithms;

import org.jspecify.annotations.Nullable;

/** Why a rollout has no reward. Rows and metrics have the names. */
public enum Mask {
    /** It outgrew the policy's context. */
    TOO_LONG,
    /** Time was up before a word. */
    NOTHING_SAMPLED,
    /** It has neither step nor answer, so that no judge is asked. */
    NOTHING_SAID,
    /** It speaks of the critique that it was shown. */
    LEAKED,
    /** A judge should have been asked, and was not. */
    NOT_JUDGED,
    /** This and those below: the judgement failed, by its outcome. */
    PARSE_ERROR,
    TRUNCATED,
    TIMEOUT,
    REFUSED,
    OUT_OF_RANGE,
    UNAVAILABLE;

    /** Of a rollout in which the policy could not say what it would have. */
    static @Nullable Mask unfinished(Evidence rollout) {
        return switch (rollout.ending()) {
            case TOO_LONG -> TOO_LONG;
            case NOTHING_SAMPLED -> NOTHING_SAMPLED;
            case SILENT, SAID -> null;
        };
    }

    /** The same, or of a rollout without a score where the score is a part of the reward. */
    static @Nullable Mask unscored(Evidence rollout) {
        return switch (rollout.ending()) {
            case TOO_LONG -> TOO_LONG;
            case NOTHING_SAMPLED -> NOTHING_SAMPLED;
            case SILENT -> NOTHING_SAID;
            case SAID -> unjudged(rollout);
        };
    }

    private static @Nullable Mask unjudged(Evidence rollout) {
        return switch (rollout.judgement()) {
            case null -> NOT_JUDGED;
            case SCORED -> null;
            case PARSE_ERROR -> PARSE_ERROR;
            case TRUNCATED -> TRUNCATED;
            case TIMEOUT -> TIMEOUT;
            case REFUSED -> REFUSED;
            case OUT_OF_RANGE -> OUT_OF_RANGE;
            case UNAVAILABLE -> UNAVAILABLE;
        };
    }
}
