package io.reagent.kit.compression;

import io.reagent.kit.problem.Problem;
import java.util.List;
import java.util.Locale;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Inflates bodies sent with {@code Content-Encoding: gzip} or {@code deflate}, a small piece at a time and only as it is
 * read: what bounds a plain body bounds an inflated one, and no more of a larger one is ever in memory.
 */
final class InflatedBodies implements WebFilter {
    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        List<String> encodings = exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.CONTENT_ENCODING).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty() && !name.equals("identity"))
                .toList();
        if (encodings.isEmpty()) {
            return chain.filter(exchange);
        }
        boolean gzip = encodings.equals(List.of("gzip")) || encodings.equals(List.of("x-gzip"));
        if (!gzip && !encodings.equals(List.of("deflate"))) {
            return Mono.error(unknown(encodings).asException());
        }
        return chain.filter(exchange.mutate()
                .request(new Inflated(exchange.getRequest(), gzip))
                .build());
    }

    private static byte[] bytes(DataBuffer piece) {
        byte[] bytes = new byte[piece.readableByteCount()];
        piece.read(bytes);
        DataBufferUtils.release(piece);
        return bytes;
    }

    private static Problem unknown(List<String> encodings) {
        return Problem.of(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "unsupported-content-encoding",
                        "Bodies encoded as " + String.join(", ", encodings) + " are not read here")
                .field(HttpHeaders.CONTENT_ENCODING)
                .remedy("Send the body as it is, or with Content-Encoding gzip or deflate, one of them once.");
    }

    private static final class Inflated extends ServerHttpRequestDecorator {
        private final boolean gzip;
        private final HttpHeaders headers;

        Inflated(ServerHttpRequest sent, boolean gzip) {
            super(sent);
            this.gzip = gzip;
            headers = new HttpHeaders();
            headers.putAll(sent.getHeaders());
            headers.remove(HttpHeaders.CONTENT_ENCODING);
            headers.remove(HttpHeaders.CONTENT_LENGTH);
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return Flux.using(
                    () -> new Inflation(gzip),
                    inflation -> super.getBody()
                            .map(InflatedBodies::bytes)
                            .concatMapIterable(inflation::inflate, 1)
                            .concatWith(Mono.defer(inflation::end)),
                    Inflation::close);
        }
    }
}
