package io.reagent.core.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A turn taken apart.
 *
 * @param thought reasoning that was marked as such, or null
 * @param said everything else but the calls; may be empty
 * @param calls in order
 */
public record Speech(@Nullable String thought, String said, List<ToolRequest> calls) {
    public Speech {
        calls = List.copyOf(calls);
    }

    /** Thought and words together, as a trajectory's step has them; null when there are neither. */
    public @Nullable String words() {
        if (thought == null || thought.isBlank()) {
            return said.isBlank() ? null : said;
        }
        return said.isBlank() ? thought : thought + "\n\n" + said;
    }
}
