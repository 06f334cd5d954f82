package io.reagent.kit.server;

import io.reagent.kit.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What holds for every body: it says that it is one of the types that are read here, none of which a web page of another
 * origin can send unasked, and it comes to an end.
 */
final class BodyFilter implements WebFilter {
    private static final MediaType ANY_JSON = new MediaType("application", "*+json");
    private static final List<MediaType> READ =
            List.of(MediaType.APPLICATION_JSON, ANY_JSON, MediaType.parseMediaType("application/x-protobuf"));
    private static final List<MediaType> READ_BY_LINES = List.of(
            MediaType.APPLICATION_NDJSON,
            MediaType.parseMediaType("application/jsonl"),
            MediaType.parseMediaType("application/x-jsonlines"));

    private final ServerProperties limits;

    BodyFilter(ServerProperties limits) {
        this.limits = limits;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!hasBody(request.getHeaders())) {
            return chain.filter(exchange);
        }
        MediaType type = type(request.getHeaders());
        boolean lines = isAmong(READ_BY_LINES, type);
        if (!lines && !isAmong(READ, type)) {
            return Mono.error(unread(request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE))
                    .asException());
        }
        Duration silence = lines ? limits.stream() : limits.body();
        return chain.filter(exchange.mutate()
                .request(new Ending(request, exchange, silence))
                .build());
    }

    private static boolean hasBody(HttpHeaders headers) {
        return headers.getContentLength() > 0 || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
    }

    /** What it says it is; anything else when it does not say, or not so that it can be read. */
    private static MediaType type(HttpHeaders headers) {
        try {
            MediaType type = headers.getContentType();
            return type == null ? MediaType.ALL : type;
        } catch (InvalidMediaTypeException e) {
            return MediaType.ALL;
        }
    }

    private static boolean isAmong(List<MediaType> types, MediaType type) {
        return type.isConcrete() && types.stream().anyMatch(known -> known.includes(type));
    }

    private static Problem unread(@Nullable String sent) {
        String detail = sent == null ? "The body has no Content-Type" : "Content-Type " + sent + " is not read here";
        return Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", detail)
                .field(HttpHeaders.CONTENT_TYPE)
                .remedy("Send 'Content-Type: application/json', or application/x-ndjson for a batch of lines.");
    }

    /** A body of which something comes every so often. */
    private static final class Ending extends ServerHttpRequestDecorator {
        private final ServerWebExchange exchange;
        private final Duration silence;

        Ending(ServerHttpRequest request, ServerWebExchange exchange, Duration silence) {
            super(request);
            this.exchange = exchange;
            this.silence = silence;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return super.getBody().timeout(silence).onErrorMap(TimeoutException.class, late -> unfinished());
        }

        private Throwable unfinished() {
            // what is left of the request would be taken for the next one
            exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
            return Problem.of(
                            HttpStatus.REQUEST_TIMEOUT,
                            "body-unfinished",
                            "Nothing more of the body came in " + silence.toSeconds() + " s")
                    .remedy("Send the request again, whole.")
                    .asException();
        }
    }
}
