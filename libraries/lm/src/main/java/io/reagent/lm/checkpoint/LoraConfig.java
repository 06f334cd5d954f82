package io.reagent.lm.checkpoint;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code adapter_config.json} says of a low-rank adapter (Hu et al., 2021): each target's product W x becomes W x +
 * scale B A x, with A [rank, in] and B [out, rank].
 *
 * @param alpha {@code scale} is alpha / rank, or alpha / sqrt(rank) where {@code rankStabilised}
 */
public record LoraConfig(int rank, double alpha, boolean rankStabilised, Set<LoraTarget> targets) {
    /** Its name in an adapter's directory. */
    public static final String FILE = "adapter_config.json";

    public LoraConfig {
        if (rank < 1) {
            throw new CheckpointException(FILE + ": r must be at least 1, was " + rank);
        }
        if (!(alpha > 0 && Double.isFinite(alpha))) {
            throw new CheckpointException(FILE + ": lora_alpha must be positive, was " + alpha);
        }
        if (targets.isEmpty()) {
            throw new CheckpointException(FILE + ": target_modules is empty; an adapter needs at least one target");
        }
        targets = Collections.unmodifiableSet(EnumSet.copyOf(targets));
    }

    public LoraConfig(int rank, double alpha, Set<LoraTarget> targets) {
        this(rank, alpha, false, targets);
    }

    public double scale() {
        return alpha / (rankStabilised ? Math.sqrt(rank) : rank);
    }

    /** @throws CheckpointException naming the field that is missing or asks for what is not supported */
    public static LoraConfig read(Path directory) {
        return LoraFields.read(Json.read(directory.resolve(FILE)));
    }

    /** As PEFT writes it; {@code base} is what {@code base_model_name_or_path} becomes. */
    public byte[] toJson(String base) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("peft_type", "LORA");
        json.put("task_type", "CAUSAL_LM");
        json.put("base_model_name_or_path", base);
        json.put("r", rank);
        json.put("lora_alpha", alpha == Math.rint(alpha) ? (Object) (long) alpha : (Object) alpha);
        json.put("use_rslora", rankStabilised);
        json.put("target_modules", targets.stream().map(LoraTarget::module).toList());
        json.put("bias", "none");
        json.put("lora_dropout", 0.0);
        json.put("fan_in_fan_out", false);
        json.put("init_lora_weights", true);
        json.put("inference_mode", true);
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    }
}
