package io.reagent.training.runs;

import io.reagent.core.rl.LearningRate;
import io.reagent.kit.json.FieldReader;
import io.reagent.training.algorithms.Algorithm;
import io.reagent.training.algorithms.AlgorithmOptions;
import java.util.List;

/**
 * Reads {@code options}. Defaults are the released settings of the method, where it has them.
 *
 * @param hottest the highest temperature that is taken
 */
record RunOptions(OptionReader options, double hottest) {
    private static final int MOST_BENCHMARKS = 100;
    private static final List<String> NAMES = List.of(
            "steps",
            "tasks_per_step",
            "group_size",
            "lambda",
            "critique",
            "pooled",
            "clip_low",
            "clip_high",
            "temperature",
            "learning_rate",
            "schedule",
            "warmup_steps",
            "kl",
            "epochs",
            "mini_batch",
            "batch_tokens",
            "grad_clip",
            "weight_decay",
            "min_group_variance",
            "max_staleness",
            "seed",
            "leakage_filter",
            "max_judge_failure_share",
            "max_empty_steps",
            "evaluate_every",
            "evaluation_tasks",
            "evaluation_temperature",
            "benchmarks",
            "benchmark_every",
            "benchmark_samples",
            "benchmark_limit",
            "benchmark_strategy",
            "keep_checkpoints",
            "turns",
            "calls",
            "context_tokens",
            "turn_tokens",
            "answer_tokens",
            "attempt_tokens");

    /** @param body whose {@code options} they are, which it may leave out */
    static RunOptions of(FieldReader body, double hottest) {
        FieldReader sent = body.object("options");
        if (sent != null) {
            sent.allow(NAMES);
        }
        return new RunOptions(OptionReader.of(sent, "options"), hottest);
    }

    /** Whether the request itself has the option. */
    boolean has(String name) {
        return options.fields().any(name) != null;
    }

    RunSpec.Extent extent(Algorithm.Defaults defaults) {
        return new RunSpec.Extent(
                options.integer("steps", 100, 1, 1_000_000),
                options.integer("tasks_per_step", defaults.tasksPerStep(), 1, 4096),
                options.seed("seed", 0),
                options.integer("keep_checkpoints", 2, 1, 1_000_000));
    }

    AlgorithmOptions algorithm() {
        AlgorithmOptions released = AlgorithmOptions.RELEASED;
        return new AlgorithmOptions(
                options.number("lambda", released.lambda(), 0, 1000),
                options.truth("critique", released.critique()),
                options.truth("pooled", released.pooled()),
                options.number("min_group_variance", released.minGroupVariance(), 0, 1e6),
                options.truth("leakage_filter", released.leakageFilter()));
    }

    Learning learning(Algorithm.Defaults defaults) {
        return new Learning(
                new LearningRate(
                        options.number("learning_rate", defaults.learningRate(), Double.MIN_NORMAL, 10),
                        options.choice("schedule", LearningRate.Schedule.class, LearningRate.Schedule.CONSTANT),
                        options.integer("warmup_steps", 0, 0, 1_000_000)),
                options.number("clip_low", 0.2, 0, 1),
                options.number("clip_high", defaults.clipHigh(), 0, 1000),
                options.number("kl", 0, 0, 1000),
                options.integer("epochs", 1, 1, 100),
                options.integer("mini_batch", 16, 1, 4096),
                options.integer("batch_tokens", 65_536, 1, 1 << 24),
                options.number("grad_clip", 1, Double.MIN_NORMAL, 1e9),
                options.number("weight_decay", 0, 0, 1));
    }

    RolloutSettings rollouts(Algorithm.Defaults defaults) {
        return new RolloutSettings(
                options.integer("group_size", defaults.groupSize(), 1, 1024),
                options.number("temperature", 0.7, 0, hottest),
                options.integer("turns", 13, 1, 1000),
                options.integer("calls", 30, 0, 1000),
                options.integer("context_tokens", 24_477, 16, 1 << 24),
                options.integer("turn_tokens", 4096, 1, 1 << 24),
                options.integer("answer_tokens", 2048, 1, 1 << 24),
                options.integer("attempt_tokens", 8000, 16, 1 << 24),
                options.integer("max_staleness", 0, 0, 1));
    }

    Guards guards() {
        return new Guards(
                options.number("max_judge_failure_share", 0.5, 0, 1),
                options.integer("max_empty_steps", 10, 1, 1_000_000));
    }

    private Benchmarking benchmarks() {
        return new Benchmarking(
                options.names("benchmarks", MOST_BENCHMARKS),
                options.integer("benchmark_every", 0, 0, 1_000_000),
                options.integer("benchmark_samples", 0, 0, 1000),
                options.integer("benchmark_limit", 0, 0, 1_000_000),
                options.word("benchmark_strategy", "plain", "reagent-c"));
    }

    Evaluating evaluating() {
        return new Evaluating(
                benchmarks(),
                options.integer("evaluate_every", 0, 0, 1_000_000),
                options.integer("evaluation_tasks", 64, 1, 100_000),
                options.number("evaluation_temperature", 0, 0, hottest));
    }
}
