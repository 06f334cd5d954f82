package io.reagent.training.steps;

import io.reagent.training.store.RunRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one step is to leave behind.
 *
 * @param run as the attempt found it
 * @param reward mean total reward, or null when no rollout has one
 * @param weightsPath of the new checkpoint, or null when nothing was trained
 * @param maxEmptySteps so many steps without training in a row stop the run
 */
record StepDraft(
        RunRecord run,
        List<Group> groups,
        double learningRate,
        @Nullable Double reward,
        ObjectNode metrics,
        Instant startedAt,
        @Nullable String weightsPath,
        @Nullable String samplerPath,
        int maxEmptySteps) {
    boolean trained() {
        return weightsPath != null;
    }
}
