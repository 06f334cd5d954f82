package io.reagent.training.rollouts;

import io.reagent.core.agent.AgentLimits;
import io.reagent.training.datasets.TrainingTask;
import io.reagent.training.engine.TinkerClient;
import io.reagent.training.engine.Weights;
import io.reagent.training.judging.JudgeClient;
import io.reagent.training.policy.PolicyText;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What to sample for one step or one evaluation.
 *
 * @param step whose rollouts these are
 * @param tasks each is tried {@code samples} times
 * @param policyStep steps the weights were trained
 * @param system what a system message says where the task's own line says nothing, or null
 * @param judge asked about each rollout, or null
 * @param judgeName there, or null for its default
 * @param refined whether each rollout is followed by one that is shown its critique
 * @param critique whether that one is shown the critique, or its attempt alone
 * @param attemptTokens most tokens of the attempt it is shown
 * @param runSeed that all seeds derive from
 */
public record RolloutPlan(
        UUID runId,
        int step,
        boolean evaluation,
        List<TrainingTask> tasks,
        int samples,
        TinkerClient policy,
        PolicyText text,
        Weights weights,
        int policyStep,
        double temperature,
        AgentLimits limits,
        @Nullable String system,
        @Nullable JudgeClient judge,
        @Nullable String judgeName,
        boolean refined,
        boolean critique,
        int attemptTokens,
        long runSeed,
        PhaseClock clock) {
    /** The stage of a task's rollouts before any refinement. */
    Stage stage() {
        return evaluation ? Stage.EVALUATION : Stage.FIRST;
    }
}
