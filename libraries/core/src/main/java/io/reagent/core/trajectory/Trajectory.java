package io.reagent.core.trajectory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of an agent on one question, as a judge sees it.
 *
 * @param question what the agent was asked; never blank
 * @param steps the agent's turns in order, each with the tool calls it made and what they returned
 * @param answer the agent's final message, or null when it stopped without one
 */
public record Trajectory(
        String question, List<Step> steps, @Nullable String answer) {
    public Trajectory {
        if (question.isBlank()) {
            throw new IllegalArgumentException("question is blank");
        }
        steps = List.copyOf(steps);
    }

    /** Whether the agent said nothing at all, so that there is nothing to judge. */
    public boolean silent() {
        return steps.isEmpty() && answer == null;
    }
}
