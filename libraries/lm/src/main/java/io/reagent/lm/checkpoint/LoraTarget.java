package io.reagent.lm.checkpoint;

import java.util.EnumSet;
import java.util.Set;

/** The linear layers an adapter may change, by PEFT's names for them. */
public enum LoraTarget {
    Q_PROJ("self_attn.q_proj"),
    K_PROJ("self_attn.k_proj"),
    V_PROJ("self_attn.v_proj"),
    O_PROJ("self_attn.o_proj"),
    GATE_PROJ("mlp.gate_proj"),
    UP_PROJ("mlp.up_proj"),
    DOWN_PROJ("mlp.down_proj"),
    /** The output head. */
    LM_HEAD("lm_head");

    private final String path;

    LoraTarget(String path) {
        this.path = path;
    }

    /** Where it stands inside a layer, or inside the model for the head. */
    public String path() {
        return path;
    }

    /** Its name in {@code target_modules}. */
    public String module() {
        return path.substring(path.indexOf('.') + 1);
    }

    /** The groups that the Tinker protocol switches. */
    public static Set<LoraTarget> of(boolean attention, boolean mlp, boolean head) {
        Set<LoraTarget> targets = EnumSet.noneOf(LoraTarget.class);
        if (attention) {
            targets.addAll(EnumSet.of(Q_PROJ, K_PROJ, V_PROJ, O_PROJ));
        }
        if (mlp) {
            targets.addAll(EnumSet.of(GATE_PROJ, UP_PROJ, DOWN_PROJ));
        }
        if (head) {
            targets.add(LM_HEAD);
        }
        return targets;
    }

    /** By the end of its path, as PEFT finds a module. */
    static LoraTarget named(String module) {
        for (LoraTarget target : values()) {
            if (target.module().equals(module) || target.path().equals(module)) {
                return target;
            }
        }
        throw new CheckpointException(LoraConfig.FILE + ": target_modules has '" + module
                + "', which this architecture does not adapt; expected some of "
                + java.util.Arrays.stream(values()).map(LoraTarget::module).toList());
    }
}
