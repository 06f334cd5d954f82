package io.reagent.kit.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reagent.kit.problem.Problem;
import java.security.MessageDigest;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Lets in who sends a configured key, as {@code Authorization: Bearer} or {@code X-API-Key}; health stays open. */
final class ApiKeyFilter implements WebFilter {
    private static final String BEARER = "Bearer ";
    private static final Mono<Principal> HOLDER = Mono.just(() -> "an API key's holder");

    private final List<byte[]> keys;
    private final KeylessRequests keyless;

    ApiKeyFilter(List<String> keys, KeylessRequests keyless) {
        this.keys = keys.stream().map(k -> k.getBytes(UTF_8)).toList();
        this.keyless = keyless;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (isKnown(key(exchange.getRequest().getHeaders()))) {
            // who has a key is told the details of health
            return chain.filter(exchange.mutate().principal(HOLDER).build());
        }
        return OpenPaths.areOpen(exchange.getRequest()) || keyless.test().test(exchange.getRequest())
                ? chain.filter(exchange)
                : Mono.error(unauthorized().asException());
    }

    private boolean isKnown(@Nullable String key) {
        if (key == null) {
            return false;
        }
        byte[] sent = key.getBytes(UTF_8);
        boolean known = false;
        for (byte[] candidate : keys) {
            // no early exit: the time taken tells nothing about the keys
            known |= MessageDigest.isEqual(candidate, sent);
        }
        return known;
    }

    private static @Nullable String key(HttpHeaders headers) {
        String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).strip();
        }
        return headers.getFirst("X-API-Key");
    }

    private static Problem unauthorized() {
        return Problem.of(HttpStatus.UNAUTHORIZED, "unauthorized", "No known API key was sent")
                .field("Authorization")
                .remedy("Send 'Authorization: Bearer <key>' or 'X-API-Key: <key>' with one of"
                        + " reagent.security.api-keys.");
    }
}
