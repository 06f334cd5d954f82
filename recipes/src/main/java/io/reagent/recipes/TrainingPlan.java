package io.reagent.recipes;

import io.reagent.lm.decoder.Backpropagation.MatrixProducts;
import io.reagent.lm.text.Tokenizer;
import io.reagent.lm.train.AdamW;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The settings of a training run.
 *
 * @param steps optimizer steps of the first phase
 * @param refineSteps optimizer steps after it, on more of what it is worst at
 * @param refinePeak learning rate at their start; it falls to zero
 * @param batch examples a step
 * @param microBatch tokens computed together, padding included
 * @param longest examples with more tokens are left out
 * @param peak learning rate after warm-up
 * @param warmUp steps until the peak
 * @param decay share of the steps at the end over which the learning rate falls to zero
 * @param products how matrices are multiplied
 * @param seed of the first weights
 * @param promptSteps so long prompt tokens are learned too: foretelling repeated names there teaches copying early
 * @param evidenceWeight weight of values and verdicts in the reasoning, against 1 for its other tokens
 * @param firstExample where in the endless stream of examples training begins
 */
record TrainingPlan(
        int steps,
        int refineSteps,
        double refinePeak,
        int batch,
        int microBatch,
        int longest,
        double peak,
        int warmUp,
        double decay,
        MatrixProducts products,
        double weightDecay,
        double beta2,
        int vocabulary,
        int hidden,
        int layers,
        int heads,
        int headDim,
        int intermediate,
        long seed,
        long firstExample,
        int promptSteps,
        float evidenceWeight,
        int report,
        Duration saveEvery) {

    static TrainingPlan parse(List<String> settings) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("'" + setting + "' is not name=value");
            }
            values.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        TrainingPlan plan = new TrainingPlan(
                integer(values, "steps", 6000),
                integer(values, "refine_steps", 1500),
                number(values, "refine_peak", 0.001),
                integer(values, "batch", 12),
                integer(values, "micro_batch", 3000),
                integer(values, "longest", 850),
                number(values, "peak", 0.002),
                integer(values, "warm_up", 150),
                number(values, "decay", 0.5),
                MatrixProducts.valueOf(Objects.requireNonNullElse(values.remove("products"), "BFLOAT16")),
                number(values, "weight_decay", 0.05),
                number(values, "beta2", 0.98),
                integer(values, "vocabulary", 1024),
                integer(values, "hidden", 128),
                integer(values, "layers", 5),
                integer(values, "heads", 4),
                integer(values, "head_dim", 32),
                integer(values, "intermediate", 256),
                integer(values, "seed", 1),
                integer(values, "first_example", 0),
                integer(values, "prompt_steps", 600),
                (float) number(values, "evidence_weight", 3),
                integer(values, "report", 20),
                Duration.ofSeconds(integer(values, "save_seconds", 180)));
        if (!values.isEmpty()) {
            throw new IllegalArgumentException("unknown settings: " + values.keySet());
        }
        return plan;
    }

    private static int integer(Map<String, String> values, String name, int otherwise) {
        String value = values.remove(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    private static double number(Map<String, String> values, String name, double otherwise) {
        String value = values.remove(name);
        return value == null ? otherwise : Double.parseDouble(value);
    }

    AdamW optimizer() {
        return new AdamW(0.9, beta2, 1e-8, weightDecay, false, 1.0);
    }

    /** Optimizer steps in all. */
    int totalSteps() {
        return steps + refineSteps;
    }

    boolean refines(long step) {
        return step >= steps;
    }

    double learningRate(long step) {
        if (refines(step)) {
            return refinePeak * (totalSteps() - step) / refineSteps;
        }
        if (step < warmUp) {
            return peak * (step + 1) / warmUp;
        }
        double left = (steps - step) / (decay * steps);
        return peak * Math.min(1, left);
    }

    float promptWeight(long step) {
        return step < promptSteps ? 0.1f : 0;
    }

    /** {@code config.json} of a Qwen3 model of this shape. */
    Map<String, Object> configuration(int vocabularySize, Tokenizer tokenizer) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("Qwen3ForCausalLM"));
        config.put("model_type", "qwen3");
        config.put("vocab_size", vocabularySize);
        config.put("hidden_size", hidden);
        config.put("num_hidden_layers", layers);
        config.put("num_attention_heads", heads);
        config.put("num_key_value_heads", heads);
        config.put("head_dim", headDim);
        config.put("intermediate_size", intermediate);
        config.put("hidden_act", "silu");
        config.put("max_position_embeddings", 2048);
        config.put("rms_norm_eps", 1e-6);
        config.put("rope_theta", 10000.0);
        config.put("attention_bias", false);
        config.put("tie_word_embeddings", true);
        config.put("eos_token_id", Objects.requireNonNull(tokenizer.id(JudgeTokens.END)));
        config.put("pad_token_id", Objects.requireNonNull(tokenizer.id("<|endoftext|>")));
        config.put("torch_dtype", "float32");
        return config;
    }
}
