package io.reagent.rrm.judges;

import reactor.core.publisher.Flux;

/** A model that writes judgements, in this process or behind a URL. */
public interface Writer {
    /** The model's name, for people. */
    String model();

    /** Changes whenever the model behind the name may write something else. */
    String fingerprint();

    /**
     * Writes, starting on subscription and stopping when the subscription is cancelled. Ends with one {@link Written.End},
     * or fails with {@link PromptTooLongException} or {@link JudgeUnavailableException}.
     */
    Flux<Written> write(Prompt prompt, JudgeSampling sampling);

    /** Whether what it writes is sure to match {@link Prompt#form}; else that is passed over. */
    default boolean holdsToForms() {
        return false;
    }

    /** Requests waiting for the model, as far as this process knows. */
    int waiting();
}
