package io.reagent.lm.generate;

import java.util.concurrent.CompletableFuture;

/** A generation under way. */
public interface Generation {
    /** Completes with the result, also after {@link #cancel()}; fails only when the model itself fails. */
    CompletableFuture<Completion> completion();

    /** Ends the generation before its next token. Safe from any thread, any number of times. */
    void cancel();
}
