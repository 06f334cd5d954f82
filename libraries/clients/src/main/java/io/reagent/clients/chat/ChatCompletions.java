package io.reagent.clients.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reagent.clients.Remote;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.StringDecoder;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClient.RequestHeadersSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /chat/completions} of vLLM, SGLang, OpenAI or anything alike, once: whoever asks decides what is asked again.
 * Every failure is a {@link ChatServerException}. What requests and answers say is their senders' and readers' business.
 */
public final class ChatCompletions {
    private static final JsonMapper JSON = JsonMapper.shared();
    /** How long a server that said it is done may take to end its answer: then the connection serves another. */
    private static final Duration FAREWELL = Duration.ofMillis(250);

    private final WebClient http;
    private final ChatErrors errors;
    private final StringDecoder lines;

    /** @param server as errors call it, such as {@code the judge's server} */
    public ChatCompletions(String server, Remote remote) {
        this.http = remote.client();
        this.errors = new ChatErrors(server);
        this.lines = StringDecoder.allMimeTypes(List.of("\r\n", "\n"), true);
        lines.setMaxInMemorySize(Math.toIntExact(remote.largestAnswer().toBytes()));
    }

    /** The answer of a server that was not asked to stream. */
    public Mono<JsonNode> whole(JsonNode request) {
        return post(request)
                .accept(MediaType.APPLICATION_JSON)
                .exchangeToMono(response -> successful(response)
                        .then(Mono.defer(() -> text(response)))
                        .map(body -> json(ServerEvents.withoutMark(body), type(response))))
                .onErrorMap(errors::unanswered);
    }

    /** The chunks of a server that was asked to stream; one that does not stream gives its answer as the only one. */
    public Flux<JsonNode> chunks(JsonNode request) {
        return post(request)
                .accept(MediaType.TEXT_EVENT_STREAM, MediaType.APPLICATION_JSON)
                .exchangeToFlux(response -> successful(response)
                        .thenMany(Flux.defer(() -> data(response)))
                        .map(data -> json(data, type(response))))
                .onErrorMap(errors::unanswered);
    }

    private RequestHeadersSpec<?> post(JsonNode request) {
        return http.post()
                .uri("/chat/completions")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(request.toString().getBytes(UTF_8));
    }

    private Mono<Void> successful(ClientResponse response) {
        return response.statusCode().is2xxSuccessful()
                ? Mono.empty()
                : text(response)
                        .flatMap(body -> Mono.error(errors.ofStatus(
                                response.statusCode().value(),
                                response.headers().asHttpHeaders(),
                                body)));
    }

    private JsonNode json(String text, @Nullable MediaType type) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException malformed) {
            throw errors.notJson(type, malformed);
        }
    }

    private static Mono<String> text(ClientResponse response) {
        return response.bodyToMono(String.class).defaultIfEmpty("");
    }

    private static @Nullable MediaType type(ClientResponse response) {
        return response.headers().contentType().orElse(null);
    }

    private Flux<String> data(ClientResponse response) {
        MediaType type = type(response);
        return type != null && MediaType.TEXT_EVENT_STREAM.isCompatibleWith(type)
                ? eventData(lines.decode(
                        response.body(BodyExtractors.toDataBuffers()),
                        ResolvableType.forClass(String.class),
                        MediaType.TEXT_EVENT_STREAM,
                        null))
                : text(response).flatMapMany(ChatCompletions::unstreamed);
    }

    /** One JSON text; or events all the same, of a server that calls them something else. */
    private static Flux<String> unstreamed(String body) {
        String text = ServerEvents.withoutMark(body).strip();
        return text.startsWith("data:") || text.startsWith(":")
                ? eventData(Flux.fromStream(() -> text.lines()))
                : Flux.just(text);
    }

    private static Flux<String> eventData(Flux<String> lines) {
        return Flux.defer(() -> {
            ServerEvents events = new ServerEvents();
            Sinks.Empty<Void> done = Sinks.empty();
            return lines.map(events::take)
                    .doOnNext(taken -> {
                        if (events.done()) {
                            done.tryEmitEmpty();
                        }
                    })
                    .takeUntilOther(done.asMono().then(Mono.delay(FAREWELL)))
                    .concatMapIterable(Function.identity())
                    .concatWith(Flux.defer(() -> Flux.fromIterable(events.end())));
        });
    }
}
