package io.reagent.rrm.setup;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a judge's model is. */
sealed interface ModelProperties permits LocalModelProperties, OpenAiServerProperties {
    /** The checkpoint's directory, or null where a server has the model. */
    @Nullable Path directory();
}
