package io.reagent.training.runs;

import io.reagent.training.datasets.DatasetSpec;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to do, with every default filled in.
 *
 * @param name for people, or null
 * @param learning how weights move
 * @param sampling how rollouts are made
 * @param guards what is masked, dropped, or stops the run
 * @param evaluating how the policy is measured on held-out tasks
 * @param seed of everything random
 * @param keepCheckpoints newest checkpoints kept; the best one is kept beside them
 */
public record RunSpec(
        Kind kind,
        Target target,
        @Nullable String name,
        Policy policy,
        Judge judge,
        DatasetSpec dataset,
        int steps,
        int tasksPerStep,
        Learning learning,
        Sampling sampling,
        Guards guards,
        Evaluating evaluating,
        long seed,
        int keepCheckpoints) {

    /**
     * The policy.
     *
     * @param server that speaks the Tinker protocol
     * @param loraRank 0 trains all weights
     * @param directory of its tokenizer and chat template
     * @param system what a system message says, or null for none
     */
    public record Policy(
            Server server,
            String baseModel,
            int loraRank,
            Path directory,
            @Nullable String system) {}

    /**
     * The judge.
     *
     * @param server an rrm-api
     * @param name there, or null for its default
     */
    public record Judge(Server server, @Nullable String name) {}

    /** The same with its tokenizer from another directory. */
    public RunSpec withTokenizer(Path directory) {
        return new RunSpec(
                kind,
                target,
                name,
                new Policy(policy.server, policy.baseModel, policy.loraRank, directory, policy.system),
                judge,
                dataset,
                steps,
                tasksPerStep,
                learning,
                sampling,
                guards,
                evaluating,
                seed,
                keepCheckpoints);
    }

    /** Whether a judge is asked: lambda 0 without refinement needs none. */
    public boolean judged() {
        return kind.judged() && (guards.lambda() > 0 || kind.refined());
    }
}
