package io.reagent.lm.gguf;

import io.reagent.lm.checkpoint.CheckpointException;
import io.reagent.lm.checkpoint.ElementType;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The {@code config.json} that a GGUF file's metadata amounts to. */
final class GgufConfig {
    private static final double LOW_FREQUENCY = 1;
    private static final double HIGH_FREQUENCY = 4;
    private static final int LLAMA3_CONTEXT = 8192;

    private final GgufFile file;
    private final GgufMetadata metadata;
    private final Architecture architecture;

    /** The families that are read, and their names in both formats. */
    enum Architecture {
        LLAMA("llama", "LlamaForCausalLM"),
        QWEN2("qwen2", "Qwen2ForCausalLM"),
        QWEN3("qwen3", "Qwen3ForCausalLM");

        private final String key;
        private final String className;

        Architecture(String key, String className) {
            this.key = key;
            this.className = className;
        }

        static Architecture of(GgufMetadata metadata) {
            String name = metadata.text("general.architecture");
            return Arrays.stream(values())
                    .filter(one -> one.key.equals(name))
                    .findFirst()
                    .orElseThrow(() -> metadata.wrong(
                            "general.architecture",
                            "is '" + name + "', which is not supported; expected llama, qwen2 or qwen3"));
        }
    }

    GgufConfig(GgufFile file) {
        this.file = file;
        this.metadata = file.metadata();
        this.architecture = Architecture.of(metadata);
    }

    Architecture architecture() {
        return architecture;
    }

    int layers() {
        return metadata.count(key("block_count"));
    }

    int heads() {
        return metadata.count(key("attention.head_count"));
    }

    int keyValueHeads() {
        return metadata.count(key("attention.head_count_kv"), heads());
    }

    int context() {
        return metadata.count(key("context_length"));
    }

    private int headDimension() {
        int hidden = metadata.count(key("embedding_length"));
        int size = metadata.count(key("attention.key_length"), hidden / heads());
        expect("attention.value_length", size);
        expect("rope.dimension_count", size);
        return size;
    }

    private void expect(String name, int value) {
        int given = metadata.count(key(name), value);
        if (given != value) {
            throw metadata.wrong(
                    key(name), "is " + given + ", which is not supported; expected the head's width, " + value);
        }
    }

    ObjectNode json(ElementType type, @Nullable Integer begin, int end) throws IOException {
        refuse("expert_count", "mixtures of experts are not supported");
        refuse("attention.sliding_window", "sliding windows are not supported");
        int size = headDimension();
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.putArray("architectures").add(architecture.className);
        json.put("model_type", architecture.key);
        json.put("vocab_size", tensor("token_embd.weight").shape()[0]);
        json.put("hidden_size", metadata.count(key("embedding_length")));
        json.put("intermediate_size", metadata.count(key("feed_forward_length")));
        json.put("num_hidden_layers", layers());
        json.put("num_attention_heads", heads());
        json.put("num_key_value_heads", keyValueHeads());
        json.put("head_dim", size);
        json.put("hidden_act", "silu");
        json.put("rms_norm_eps", metadata.number(key("attention.layer_norm_rms_epsilon")));
        json.put("max_position_embeddings", context());
        double base = metadata.number(key("rope.freq_base"), 10_000);
        json.put("rope_theta", base);
        scaling(json, base, size);
        json.put("tie_word_embeddings", !file.tensors().containsKey("output.weight"));
        if (architecture == Architecture.LLAMA) {
            json.put("attention_bias", file.tensors().containsKey("blk.0.attn_q.bias"));
            json.put("mlp_bias", file.tensors().containsKey("blk.0.ffn_gate.bias"));
        }
        if (begin != null) {
            json.put("bos_token_id", begin);
        }
        json.put("eos_token_id", end);
        json.put(
                "torch_dtype",
                switch (type) {
                    case F32 -> "float32";
                    case F16 -> "float16";
                    case BF16 -> "bfloat16";
                });
        return json;
    }

    private void refuse(String name, String why) {
        if (metadata.some(key(name))) {
            throw metadata.wrong(key(name), "is there: " + why);
        }
    }

    private void scaling(ObjectNode json, double base, int size) throws IOException {
        String prefix = key("rope.scaling.");
        String type = metadata.has(prefix + "type") ? metadata.text(prefix + "type") : "none";
        GgufTensor factors = file.tensors().get("rope_freqs.weight");
        if (factors != null) {
            if (!type.equals("none")) {
                throw metadata.wrong(
                        prefix + "type", "is '" + type + "' beside rope_freqs.weight, which is not supported");
            }
            llama3(json, factors, base, size);
            return;
        }
        Set<String> known =
                Set.of(prefix + "type", prefix + "factor", prefix + "original_context_length", prefix + "finetuned");
        for (String other : metadata.keys(prefix)) {
            if (!known.contains(other)) {
                throw metadata.wrong(other, "is not supported");
            }
        }
        switch (type) {
            case "none" -> {}
            case "linear" ->
                json.putObject("rope_scaling")
                        .put("rope_type", "linear")
                        .put("factor", metadata.number(prefix + "factor"));
            case "yarn" ->
                json.putObject("rope_scaling")
                        .put("rope_type", "yarn")
                        .put("factor", metadata.number(prefix + "factor"))
                        .put("original_max_position_embeddings", metadata.count(prefix + "original_context_length"));
            default ->
                throw metadata.wrong(
                        prefix + "type", "is '" + type + "', which is not supported; expected none, linear or yarn");
        }
    }

    /** The file has what Llama 3's scaling comes to and not its parameters: the published ones, if they come to the same. */
    private void llama3(ObjectNode json, GgufTensor factors, double base, int size) throws IOException {
        float[] given = new float[size / 2];
        if (factors.elements() != given.length) {
            throw new CheckpointException(file.path() + ": rope_freqs.weight has " + factors.elements()
                    + " numbers, expected " + given.length);
        }
        file.read(factors, 0, given, given.length);
        double factor = given[given.length - 1];
        for (int i = 0; i < given.length; i++) {
            double wavelength = 2 * Math.PI * Math.pow(base, 2.0 * i / size);
            double smooth =
                    Math.clamp((LLAMA3_CONTEXT / wavelength - LOW_FREQUENCY) / (HIGH_FREQUENCY - LOW_FREQUENCY), 0, 1);
            double expected = 1 / ((1 - smooth) / factor + smooth);
            if (!(Math.abs(given[i] - expected) <= 1e-3 * expected)) {
                throw new CheckpointException(
                        file.path() + ": rope_freqs.weight is not that of Llama 3's scaling (number " + i + " is "
                                + given[i] + ", expected " + expected + "), which alone is supported");
            }
        }
        json.putObject("rope_scaling")
                .put("rope_type", "llama3")
                .put("factor", factor)
                .put("low_freq_factor", LOW_FREQUENCY)
                .put("high_freq_factor", HIGH_FREQUENCY)
                .put("original_max_position_embeddings", LLAMA3_CONTEXT);
    }

    GgufTensor tensor(String name) {
        GgufTensor tensor = file.tensors().get(name);
        if (tensor == null) {
            throw new CheckpointException(file.path() + ": tensor " + name + " is missing");
        }
        return tensor;
    }

    private String key(String name) {
        return architecture.key + "." + name;
    }
}
