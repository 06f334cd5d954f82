package io.reagent.training.runs;

import io.reagent.training.algorithms.Algorithm;
import io.reagent.training.datasets.DatasetSpec;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to do, with every default filled in.
 *
 * @param name for people, or null
 * @param algorithm what is learned from rollouts, or from given answers
 * @param learning how weights move
 * @param rollouts how they are made
 * @param guards what stops the run
 * @param evaluating how the policy is measured on held-out tasks
 */
public record RunSpec(
        @Nullable String name,
        Algorithm algorithm,
        Policy policy,
        Judge judge,
        DatasetSpec dataset,
        Extent extent,
        Learning learning,
        RolloutSettings rollouts,
        Guards guards,
        Evaluating evaluating) {

    /**
     * The policy.
     *
     * @param target what it is trained as
     * @param server that speaks the Tinker protocol
     * @param loraRank 0 trains all weights
     * @param directory of its tokenizer and chat template
     * @param system what a system message says, or null for none
     */
    public record Policy(
            Target target,
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

    /**
     * How much is done, and kept.
     *
     * @param tasksPerStep tasks, or conversations, of one step
     * @param seed of everything random
     * @param keepCheckpoints newest checkpoints kept; the best one is kept beside them
     */
    public record Extent(int steps, int tasksPerStep, long seed, int keepCheckpoints) {}

    /** The same measured on these benchmarks. */
    public RunSpec on(List<String> benchmarks) {
        return new RunSpec(
                name, algorithm, policy, judge, dataset, extent, learning, rollouts, guards, evaluating.on(benchmarks));
    }

    /** The same with its tokenizer from another directory. */
    public RunSpec withTokenizer(Path directory) {
        Policy moved =
                new Policy(policy.target, policy.server, policy.baseModel, policy.loraRank, directory, policy.system);
        return new RunSpec(name, algorithm, moved, judge, dataset, extent, learning, rollouts, guards, evaluating);
    }
}
