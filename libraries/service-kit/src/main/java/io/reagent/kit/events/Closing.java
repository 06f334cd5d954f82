package io.reagent.kit.events;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** That the service begins to stop: what would be watched for hours ends there, and its listeners come back later. */
public final class Closing {
    private final Sinks.Empty<Void> begun = Sinks.empty();

    /** Completes when the service is told to stop, before it waits for what is in flight. */
    public Mono<Void> begun() {
        return begun.asMono();
    }

    @EventListener(ContextClosedEvent.class)
    void begin() {
        begun.tryEmitEmpty();
    }
}
