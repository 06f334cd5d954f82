package io.reagent.policy.openai;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;

/** Answers failed requests under OpenAI's paths in OpenAI's form, whatever raised the failure; others are passed on. */
@Component
@Order(-3) // before the service kit's problem+json, at -2
final class OpenAiErrorHandler implements ErrorWebExceptionHandler {
    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        boolean ours = isOurs(exchange.getRequest().getPath().value());
        if (!ours
                || exchange.getResponse().isCommitted()
                || DisconnectedClientHelper.isClientDisconnectedException(error)) {
            return Mono.error(error);
        }
        return write(exchange.getResponse(), OpenAiError.of(error));
    }

    /** Of what lies below {@code /v1}, only the agents' routes are not OpenAI's. */
    private static boolean isOurs(String path) {
        boolean agents = path.equals("/v1/agents") || path.startsWith("/v1/agents/");
        return (path.equals("/v1") || path.startsWith("/v1/")) && !agents;
    }

    private static Mono<Void> write(ServerHttpResponse response, OpenAiError error) {
        response.setStatusCode(error.status());
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        Duration retryAfter = error.problem().retryAfter();
        if (retryAfter != null) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
        }
        if (error.status() == HttpStatus.UNAUTHORIZED) {
            response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        byte[] body = error.body().toString().getBytes(StandardCharsets.UTF_8);
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }
}
