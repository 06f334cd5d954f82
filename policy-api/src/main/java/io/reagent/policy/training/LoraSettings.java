package io.reagent.policy.training;

import io.reagent.lm.checkpoint.LoraConfig;
import io.reagent.lm.checkpoint.LoraTarget;
import org.jspecify.annotations.Nullable;

/**
 * What is trained.
 *
 * @param rank of the adapter; 0 to train all weights of a copy of the base, whatever the other settings
 */
public record LoraSettings(int rank, boolean attention, boolean mlp, boolean unembed) {
    public static final LoraSettings FULL = new LoraSettings(0, true, true, true);

    public LoraSettings {
        attention |= rank == 0;
        mlp |= rank == 0;
        unembed |= rank == 0;
    }

    /** The protocol knows the rank alone; adapters are scaled by 32 / rank, as its service does. */
    private static final double ALPHA = 32;

    public boolean isLora() {
        return rank > 0;
    }

    /** The adapter's configuration, or null when all weights are trained. */
    public @Nullable LoraConfig config() {
        return isLora() ? new LoraConfig(rank, ALPHA, LoraTarget.of(attention, mlp, unembed)) : null;
    }
}
