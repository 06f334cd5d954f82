package io.reagent.training.runs;

import io.reagent.training.algorithms.AlgorithmOptions;
import io.reagent.training.algorithms.PolicyGradient;
import io.reagent.training.datasets.DatasetSpec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a run's request with every default filled in, as {@link RunSpecReader} reads it. */
public final class RunSpecWriter {
    private RunSpecWriter() {}

    public static ObjectNode write(RunSpec spec) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", spec.algorithm().wireName());
        json.put("target", spec.policy().target().wireName());
        if (spec.name() != null) {
            json.put("name", spec.name());
        }
        ObjectNode policy = json.putObject("policy");
        server(policy, spec.policy().server());
        policy.put("base_model", spec.policy().baseModel());
        policy.put("lora_rank", spec.policy().loraRank());
        policy.put("tokenizer_directory", spec.policy().directory().toString());
        if (spec.policy().system() != null) {
            policy.put("system", spec.policy().system());
        }
        ObjectNode judge = json.putObject("judge");
        server(judge, spec.judge().server());
        if (spec.judge().name() != null) {
            judge.put("name", spec.judge().name());
        }
        json.set("dataset", dataset(spec.dataset()));
        json.set("options", options(spec));
        return json;
    }

    private static void server(ObjectNode json, Server server) {
        if (server.name() == null) {
            json.put("url", server.url().toString());
        } else {
            json.put("server", server.name());
        }
    }

    private static ObjectNode dataset(DatasetSpec spec) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (spec) {
            case DatasetSpec.World world ->
                json.put("name", "world")
                        .put("split", OptionReader.wire(world.split()))
                        .put("first_seed", world.firstSeed())
                        .put("tasks", world.tasks());
            case DatasetSpec.File file -> {
                json.put("name", OptionReader.wire(file.format()))
                        .put("path", file.path().toString());
                if (file.evaluation() != null) {
                    json.put("evaluation_path", file.evaluation().toString());
                }
            }
        }
        return json;
    }

    private static ObjectNode options(RunSpec spec) {
        Learning learning = spec.learning();
        RolloutSettings rollouts = spec.rollouts();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("steps", spec.extent().steps());
        json.put("tasks_per_step", spec.extent().tasksPerStep());
        json.put("seed", spec.extent().seed());
        json.put("keep_checkpoints", spec.extent().keepCheckpoints());
        json.put("learning_rate", learning.rate().peak());
        json.put("schedule", OptionReader.wire(learning.rate().schedule()));
        json.put("warmup_steps", learning.rate().warmup());
        json.put("epochs", learning.epochs());
        json.put("mini_batch", learning.miniBatch());
        json.put("batch_tokens", learning.batchTokens());
        json.put("grad_clip", learning.gradClip());
        json.put("weight_decay", learning.weightDecay());
        json.put("evaluate_every", spec.evaluating().every());
        json.put("evaluation_tasks", spec.evaluating().tasks());
        json.put("evaluation_temperature", spec.evaluating().temperature());
        Benchmarking benchmarks = spec.evaluating().benchmarks();
        benchmarks.names().forEach(json.putArray("benchmarks")::add);
        json.put("benchmark_every", benchmarks.every());
        json.put("benchmark_samples", benchmarks.samples());
        json.put("benchmark_limit", benchmarks.limit());
        json.put("benchmark_strategy", benchmarks.strategy());
        json.put("context_tokens", rollouts.contextTokens());
        json.put("turns", rollouts.turns());
        json.put("calls", rollouts.calls());
        json.put("turn_tokens", rollouts.turnTokens());
        json.put("answer_tokens", rollouts.answerTokens());
        if (!(spec.algorithm() instanceof PolicyGradient gradient)) {
            return json;
        }
        AlgorithmOptions options = gradient.options();
        json.put("group_size", rollouts.groupSize());
        json.put("temperature", rollouts.temperature());
        json.put("max_staleness", rollouts.maxStaleness());
        json.put("clip_low", learning.clipLow());
        json.put("clip_high", learning.clipHigh());
        json.put("kl", learning.kl());
        json.put("min_group_variance", options.minGroupVariance());
        json.put("max_empty_steps", spec.guards().maxEmptySteps());
        json.put("lambda", options.lambda());
        json.put("max_judge_failure_share", spec.guards().maxJudgeFailureShare());
        json.put("attempt_tokens", rollouts.attemptTokens());
        json.put("critique", options.critique());
        json.put("pooled", options.pooled());
        json.put("leakage_filter", options.leakageFilter());
        return json;
    }
}
