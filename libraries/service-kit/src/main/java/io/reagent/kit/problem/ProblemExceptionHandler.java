package io.reagent.kit.problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers every failed request, whatever raised it, with problem+json. A cause that is ours alone is logged under an id
 * and only the id is sent.
 */
@Order(-2) // before Boot's own handler, at -1
final class ProblemExceptionHandler implements ErrorWebExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ProblemExceptionHandler.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        if (DisconnectedClientHelper.isClientDisconnectedException(error)) {
            return Mono.empty();
        }
        Problem known = Problems.of(error);
        Problem problem = known == null ? internal(exchange, error) : known;
        if (known != null && known.status().is5xxServerError()) {
            log.warn("{}: {} ({})", known.slug(), known.detail(), error.toString());
        }
        // a stream that already began can only be cut
        return exchange.getResponse().isCommitted() ? Mono.error(error) : write(exchange.getResponse(), problem);
    }

    private static Problem internal(ServerWebExchange exchange, Throwable error) {
        Problem internal = Problem.internal();
        log.error(
                "Error {} in {} {}",
                internal.errorId(),
                exchange.getRequest().getMethod(),
                exchange.getRequest().getPath(),
                error);
        return internal;
    }

    private static Mono<Void> write(ServerHttpResponse response, Problem problem) {
        response.setStatusCode(problem.status());
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (problem.retryAfter() != null) {
            // whole seconds, and never 0: a client that obeys must wait
            response.getHeaders()
                    .set(
                            "Retry-After",
                            Long.toString(Math.max(1, problem.retryAfter().toSeconds())));
        }
        if (problem.status() == HttpStatus.UNAUTHORIZED) {
            response.getHeaders().set("WWW-Authenticate", "Bearer");
        }
        byte[] body = JSON.writeValueAsBytes(problem.body());
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }
}
