package io.reagent.clients.evaluations;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation of a training run as the service has it.
 *
 * @param name by which it was ordered, or null
 * @param step of the training run, or null
 * @param questions that it asks
 * @param state {@code QUEUED}, {@code RUNNING}, {@code WAITING} while it goes on
 * @param reason why it waits, failed or is partial
 */
public record StoredEvaluation(
        UUID id,
        @Nullable String name,
        @Nullable Integer step,
        String benchmark,
        String policy,
        String strategy,
        int questions,
        String state,
        @Nullable String reason) {
    /** Whether attempts are still to be made. */
    public boolean goesOn() {
        return switch (state) {
            case "QUEUED", "RUNNING", "WAITING" -> true;
            default -> false;
        };
    }
}
