package io.reagent.rrm.setup;

import static io.reagent.rrm.setup.JudgeProperties.require;

import io.reagent.lm.decoder.WeightFormat;
import io.reagent.lm.generate.Engine;
import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A judge's checkpoint, computed in this process.
 *
 * @param directory of the checkpoint
 * @param device where it is computed: {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param weights the numbers its matrices are read in
 * @param batch judgements written together at most
 * @param cachedTokens positions of the key/value cache, over all of them; 0 for as many as suit the machine
 * @param drafts tokens of a judgement guessed ahead and computed together at most; 0 for none
 */
public record LocalModelProperties(
        Path directory,
        @DefaultValue("cpu") String device,
        @DefaultValue("full") WeightFormat weights,
        @DefaultValue("32") int batch,
        @DefaultValue("0") long cachedTokens,
        @DefaultValue("4") int drafts)
        implements ModelProperties {
    public LocalModelProperties {
        require(directory != null, "local.directory is missing: where the checkpoint lies");
        require(batch >= 1, "local.batch must be at least 1");
        require(cachedTokens >= 0, "local.cached-tokens must be at least 1, or 0 for as many as suit the machine");
        require(
                drafts >= 0 && drafts <= Engine.Limits.MOST_DRAFTS,
                "local.drafts must be from 0 to " + Engine.Limits.MOST_DRAFTS);
    }

    Engine.Limits limits(int queueCapacity) {
        return new Engine.Limits(batch, queueCapacity, cachedTokens).drafting(drafts);
    }
}
