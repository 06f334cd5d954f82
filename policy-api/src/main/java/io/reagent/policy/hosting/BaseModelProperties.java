package io.reagent.policy.hosting;

import io.reagent.lm.generate.Engine;
import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One base model.
 *
 * @param enabled false takes it out, the shipped one too
 * @param directory of the checkpoint, as Hugging Face lays it out
 * @param device where it is computed: {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param batch sequences generated together at most
 * @param queueCapacity requests that may wait before more are refused
 * @param cachedTokens positions of the key/value cache, over all sequences; 0 for as many as suit the machine
 * @param drafts tokens of a sequence guessed ahead and computed together at most; 0 for none
 * @param microBatch tokens of training data computed together
 * @param deterministic whether what is sampled is the same to the bit whatever else is sampled beside it; slower
 */
public record BaseModelProperties(
        @DefaultValue("true") boolean enabled,
        Path directory,
        @DefaultValue("cpu") String device,
        @DefaultValue("64") int batch,
        @DefaultValue("8192") int queueCapacity,
        @DefaultValue("0") long cachedTokens,
        @DefaultValue("4") int drafts,
        @DefaultValue("8192") int microBatch,
        @DefaultValue("false") boolean deterministic) {

    public BaseModelProperties {
        require(
                directory != null,
                enabled
                        ? "directory is missing: where the checkpoint lies"
                        : "name is unknown: there is none to take out");
        require(batch >= 1, "batch must be at least 1");
        require(queueCapacity >= 1, "queue-capacity must be at least 1");
        require(cachedTokens >= 0, "cached-tokens must be at least 1, or 0 for as many as suit the machine");
        require(
                drafts >= 0 && drafts <= Engine.Limits.MOST_DRAFTS,
                "drafts must be from 0 to " + Engine.Limits.MOST_DRAFTS);
        require(microBatch >= 1, "micro-batch must be at least 1");
    }

    /** With every other setting at its default. */
    static BaseModelProperties of(Path directory) {
        return new BaseModelProperties(true, directory, "cpu", 64, 8192, 0, 4, 8192, false);
    }

    Engine.Limits limits() {
        Engine.Limits limits = new Engine.Limits(batch, queueCapacity, cachedTokens).drafting(drafts);
        return deterministic ? limits.reproducible() : limits;
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException("a base model's " + problem);
        }
    }
}
