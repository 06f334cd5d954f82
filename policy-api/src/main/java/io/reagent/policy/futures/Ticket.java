package io.reagent.policy.futures;

import io.reagent.kit.database.UuidV7;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request under way, for its answer to be fetched by. Thread-safe. */
public final class Ticket {
    private final UUID id = UuidV7.next();
    private final @Nullable String runId;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private volatile @Nullable String waitsFor;
    private volatile Runnable canceller = () -> {};

    Ticket(@Nullable String runId) {
        this.runId = runId;
    }

    public UUID id() {
        return id;
    }

    /** The weights in training that it is for, or null. */
    @Nullable String runId() {
        return runId;
    }

    CompletableFuture<Answer> answer() {
        return answer;
    }

    /** Says why the request cannot begin yet; null when it can. */
    public void waitsFor(@Nullable String reason) {
        waitsFor = reason;
    }

    @Nullable String waitsFor() {
        return waitsFor;
    }

    /** What is to be done when nobody waits any more. */
    public void onCancel(Runnable action) {
        canceller = action;
    }

    void cancel() {
        canceller.run();
    }
}
