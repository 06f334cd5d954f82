package io.reagent.eval.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** Answers as JSON, or as Markdown where the caller accepts that. */
final class MarkdownAnswer {
    private MarkdownAnswer() {}

    static <T> Mono<ResponseEntity<?>> of(ServerHttpRequest http, Mono<T> answer, Function<T, String> markdown) {
        boolean asText = http.getHeaders().getAccept().stream().anyMatch(MediaType.TEXT_MARKDOWN::equalsTypeAndSubtype);
        return answer.map(found -> asText
                ? ResponseEntity.ok()
                        .contentType(new MediaType(MediaType.TEXT_MARKDOWN, UTF_8))
                        .body(markdown.apply(found))
                : ResponseEntity.ok(found));
    }
}
