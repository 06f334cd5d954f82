package io.reagent.eval.exports;

import io.reagent.core.trajectory.Trajectory;
import io.reagent.eval.evaluations.Question;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A sample with everything that is known of it.
 *
 * @param sample of its question, from 0
 * @param seed of its sampling, null where it is not known
 * @param run policy.agent_run.id, null of an attempt that was not made here
 * @param grade by the scoring that is exported; null where there is none
 * @param judgements [{stage, judge, outcome, score, critique, reason}]
 */
record ExportedSample(
        UUID id,
        Question question,
        Place place,
        int sample,
        @Nullable Long seed,
        @Nullable UUID run,
        Course course,
        Used used,
        @Nullable Grade grade,
        JsonNode judgements,
        Instant createdAt) {

    /**
     * How the attempt went.
     *
     * @param answer as it was given
     * @param stop how the attempt ended; null of one that failed
     * @param limit which limit ended it, or null
     * @param error why there is no attempt, or null
     * @param trajectory what the agent did at last; null of one that failed
     * @param first the attempt that the critique was of, where there are two
     */
    record Course(
            @Nullable String answer,
            @Nullable String stop,
            @Nullable String limit,
            @Nullable String error,
            @Nullable Trajectory trajectory,
            @Nullable Trajectory first) {}

    /** Where its question stands in the set. */
    record Place(@Nullable String category, @Nullable String level, String cluster) {}

    /** What it took; what is not known is null. */
    record Used(
            int turns,
            int calls,
            @Nullable Long promptTokens,
            @Nullable Long completionTokens,
            @Nullable Double cost,
            @Nullable Long elapsedMs,
            int tries) {}

    /**
     * A grade.
     *
     * @param outcome CORRECT, WRONG or FAILED
     * @param score in [0, 1], null where the grader failed
     */
    record Grade(
            String outcome,
            @Nullable Double score,
            String rule,
            @Nullable String extracted,
            @Nullable String reference,
            @Nullable String reason) {
        boolean decided() {
            return !outcome.equals("FAILED");
        }

        boolean correct() {
            return outcome.equals("CORRECT");
        }
    }
}
