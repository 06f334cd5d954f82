package io.reagent.policy.openai;

import io.reagent.kit.events.EventStream;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import tools.jackson.databind.node.ObjectNode;

/**
 * Chunks as server-sent events, with {@code [DONE]} at the end. What fails before the first event has a status of its own;
 * what fails later is an event that holds the error. While nothing is generated for long, as in a full queue, comments keep
 * the connection open.
 */
final class ChunkEvents {
    private ChunkEvents() {}

    static Flux<ServerSentEvent<String>> of(Flux<ObjectNode> chunks) {
        return EventStream.kept(
                        chunks.map(ChunkEvents::event),
                        error -> event(OpenAiError.of(error).body()))
                .concatWith(Flux.just(ServerSentEvent.builder("[DONE]").build()));
    }

    private static ServerSentEvent<String> event(ObjectNode json) {
        return ServerSentEvent.builder(json.toString()).build();
    }
}
