package io.reagent.policy.openai;

import io.reagent.kit.json.FieldReader;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** OpenAI's completions: conversations and texts are gone on with. {@code openapi.json} describes them. */
@RestController
class CompletionsController {
    private final PolicySampling sampling;

    CompletionsController(PolicySampling sampling) {
        this.sampling = sampling;
    }

    @PostMapping("/v1/chat/completions")
    Mono<ResponseEntity<?>> chat(@RequestBody Mono<byte[]> body, ServerHttpRequest http) {
        return complete(body, http, ChatRequest::read);
    }

    @PostMapping("/v1/completions")
    Mono<ResponseEntity<?>> complete(@RequestBody Mono<byte[]> body, ServerHttpRequest http) {
        return complete(body, http, CompletionRequest::read);
    }

    private Mono<ResponseEntity<?>> complete(
            Mono<byte[]> body, ServerHttpRequest http, Function<FieldReader, CompletionAsked> read) {
        String caller = Caller.of(http);
        return body.publishOn(Schedulers.parallel())
                .map(bytes -> read.apply(Body.read(bytes)))
                .flatMap(asked -> sampling.answer(asked, caller));
    }
}
