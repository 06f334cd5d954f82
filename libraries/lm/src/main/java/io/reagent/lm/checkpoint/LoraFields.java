package io.reagent.lm.checkpoint;

import static io.reagent.lm.checkpoint.LoraConfig.FILE;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code adapter_config.json} as PEFT 0.21 means it. Each of its fields is read, or says nothing about the numbers, or
 * is refused by name unless it has the value at which it does nothing.
 */
final class LoraFields {
    private static final Set<String> READ =
            Set.of("peft_type", "task_type", "r", "lora_alpha", "use_rslora", "target_modules", "init_lora_weights");
    /** Who made it, of what, and how it was begun and trained; the tensors have all that behind them. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "auto_mapping",
            "base_model_name_or_path",
            "revision",
            "peft_version",
            "inference_mode",
            "lora_dropout",
            "eva_config",
            "corda_config",
            "loftq_config",
            "lora_ga_config",
            "megatron_core",
            "qalora_group_size",
            "runtime_config");
    /** First weights that leave the base as it is. The others subtract from it what the adapter begins with. */
    private static final Set<String> PLAIN_BEGINNINGS =
            Set.of("true", "false", "gaussian", "orthogonal", "eva", "mica");

    private LoraFields() {}

    static LoraConfig read(JsonNode json) {
        String type = json.path("peft_type").asString("");
        if (!type.equals("LORA")) {
            throw refused("peft_type '" + type + "' is not supported; expected LORA");
        }
        String task = json.path("task_type").asString("");
        if (!task.isEmpty() && !task.equals("CAUSAL_LM")) {
            throw refused("task_type '" + task + "' is not supported; expected CAUSAL_LM");
        }
        String beginning = json.path("init_lora_weights").asString("true");
        if (!PLAIN_BEGINNINGS.contains(beginning)) {
            throw refused(
                    "init_lora_weights '" + beginning + "' is not supported: the adapter stands on changed weights of"
                            + " its base; save it as a plain one (PEFT's path_initial_model_for_weight_conversion)");
        }
        LoraConfig config = new LoraConfig(
                json.path("r").asInt(0),
                json.path("lora_alpha").asDouble(Double.NaN),
                json.path("use_rslora").asBoolean(false),
                targets(json.path("target_modules")));
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            String name = field.getKey();
            if (!READ.contains(name) && !WITHOUT_EFFECT.contains(name) && !neutral(name, field.getValue())) {
                throw refused(name + " is not supported; expected "
                        + (field.getValue().isBoolean() ? "false" : "none") + ", found " + field.getValue());
            }
        }
        return config;
    }

    private static boolean neutral(String name, JsonNode value) {
        return value.isNull()
                || value.isBoolean() && !value.asBoolean()
                || value.isContainer() && value.isEmpty()
                || name.equals("bias") && value.asString("").equals("none");
    }

    private static Set<LoraTarget> targets(JsonNode modules) {
        if (modules.asString("").equals("all-linear")) {
            return LoraTarget.of(true, true, false);
        }
        if (!modules.isArray()) {
            throw refused("target_modules must be a list of names or \"all-linear\", was " + modules);
        }
        Set<LoraTarget> targets = EnumSet.noneOf(LoraTarget.class);
        modules.values().forEach(module -> targets.add(LoraTarget.named(module.asString(""))));
        return targets;
    }

    private static CheckpointException refused(String why) {
        return new CheckpointException(FILE + ": " + why);
    }
}
