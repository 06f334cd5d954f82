package io.reagent.training.benchmarks;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation that a run asks of eval-service.
 *
 * @param step steps trained
 * @param policy the path of a checkpoint, or a base model
 * @param evaluation its id there, once it is started
 * @param reason why it is not asked yet, or was refused
 */
public record BenchmarkEvaluation(
        UUID id,
        UUID run,
        int step,
        String benchmark,
        String policy,
        State state,
        @Nullable UUID evaluation,
        @Nullable String reason) {
    /** Where it stands. */
    public enum State {
        /** Not asked yet; tried until it is. */
        DUE,
        /** eval-service has it. */
        STARTED,
        /** Nothing more will come of it: its checkpoint need not be kept. */
        OVER,
        /** eval-service will not do it. */
        REFUSED
    }
}
