package io.reagent.lm.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shape of a Qwen3 decoder that is to be made.
 *
 * @param context the longest sequence, in tokens
 */
public record Qwen3Shape(
        int vocabulary,
        int hidden,
        int layers,
        int intermediate,
        int heads,
        int keyValueHeads,
        int headDim,
        int context) {

    /** {@code config.json} as transformers reads it, the token ids aside; its embedding is the output head too. */
    public Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("Qwen3ForCausalLM"));
        config.put("model_type", "qwen3");
        config.put("vocab_size", vocabulary);
        config.put("hidden_size", hidden);
        config.put("num_hidden_layers", layers);
        config.put("num_attention_heads", heads);
        config.put("num_key_value_heads", keyValueHeads);
        config.put("head_dim", headDim);
        config.put("intermediate_size", intermediate);
        config.put("hidden_act", "silu");
        config.put("max_position_embeddings", context);
        config.put("rms_norm_eps", 1e-6);
        config.put("rope_theta", 10000.0);
        config.put("attention_bias", false);
        config.put("tie_word_embeddings", true);
        config.put("torch_dtype", "float32");
        return config;
    }
}
