package io.reagent.policy.checkpoints;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a checkpoint is for. */
public enum CheckpointKind {
    /** To train on from: weights and optimizer. */
    TRAINING("weights"),
    /** To sample from. */
    SAMPLER("sampler_weights"),
    /** To take elsewhere: the same files as {@link #SAMPLER}, each to be had by itself. */
    EXTERNAL("external_weights");

    private final String segment;

    CheckpointKind(String segment) {
        this.segment = segment;
    }

    /** How it is called in paths. */
    public String segment() {
        return segment;
    }

    /** Name in listings. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    static @Nullable CheckpointKind ofSegment(String segment) {
        return Arrays.stream(values())
                .filter(kind -> kind.segment.equals(segment))
                .findFirst()
                .orElse(null);
    }
}
