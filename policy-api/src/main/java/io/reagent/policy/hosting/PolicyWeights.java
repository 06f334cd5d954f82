package io.reagent.policy.hosting;

import java.nio.file.Path;

/** Which weights are to be sampled from. */
public sealed interface PolicyWeights {
    /** The base model that gives tokenizer and chat template, and the weights that a saved adapter stands on. */
    String base();

    /** A base model as it is. */
    record Base(String base) implements PolicyWeights {}

    /**
     * Saved weights, which never change under their directory's name.
     *
     * @param directory a PEFT directory over the base, or a Hugging Face directory of its own
     */
    record Saved(String base, Path directory) implements PolicyWeights {
        public Saved {
            directory = directory.toAbsolutePath().normalize();
        }
    }
}
