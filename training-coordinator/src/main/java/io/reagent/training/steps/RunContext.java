package io.reagent.training.steps;

import io.reagent.training.datasets.Conversation;
import io.reagent.training.datasets.Dataset;
import io.reagent.training.datasets.TrainingTask;
import io.reagent.training.engine.TinkerClient;
import io.reagent.training.engine.Weights;
import io.reagent.training.judging.JudgeClient;
import io.reagent.training.policy.PolicyText;
import io.reagent.training.rollouts.PhaseClock;
import io.reagent.training.rollouts.RolloutPlan;
import io.reagent.training.runs.RunSpec;
import io.reagent.training.store.RunRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run with everything it needs at hand.
 *
 * @param judge null when nobody judges
 */
public record RunContext(
        RunRecord run,
        RunSpec spec,
        Dataset dataset,
        PolicyText text,
        TinkerClient policy,
        @Nullable JudgeClient judge) {
    /** The same with weights that are sampled from another path. */
    RunContext sampledFrom(String path) {
        return new RunContext(run.sampledFrom(path), spec, dataset, text, policy, judge);
    }

    /** What the policy is sampled from now. */
    Weights weights() {
        String saved = run.samplerPath();
        return saved == null ? new Weights.Base(spec.policy().baseModel()) : new Weights.Saved(saved);
    }

    List<TrainingTask> tasks(int step) {
        return dataset.ofStep(step, spec.tasksPerStep(), spec.seed());
    }

    /** What a step imitates, after the run's system message. */
    List<Conversation> conversations(int step) {
        return dataset.conversationsOfStep(step, spec.tasksPerStep(), spec.seed()).stream()
                .map(conversation -> told(conversation, spec))
                .toList();
    }

    static Conversation told(Conversation conversation, RunSpec spec) {
        String system = spec.policy().system();
        return system == null ? conversation : conversation.told(system);
    }

    /** The rollouts of a step, from the weights there are now. */
    RolloutPlan training(int step, PhaseClock clock) {
        return new RolloutPlan(
                run.id(),
                step,
                false,
                tasks(step),
                spec.sampling().groupSize(),
                policy,
                text,
                weights(),
                run.step(),
                spec.sampling().temperature(),
                spec.sampling().limits(text.context()),
                spec.policy().system(),
                judge,
                spec.judge().name(),
                spec.kind().refined(),
                spec.guards().critique(),
                spec.sampling().attemptTokens(),
                spec.seed(),
                clock);
    }

    /** The rollouts of an evaluation of the weights there are now. */
    RolloutPlan evaluation(PhaseClock clock) {
        return new RolloutPlan(
                run.id(),
                run.step(),
                true,
                dataset.heldOut(spec.evaluating().tasks()),
                1,
                policy,
                text,
                weights(),
                run.step(),
                spec.evaluating().temperature(),
                spec.sampling().limits(text.context()),
                spec.policy().system(),
                null,
                null,
                false,
                false,
                spec.sampling().attemptTokens(),
                spec.seed(),
                clock);
    }
}
