package io.reagent.kit.security;

import java.util.function.Predicate;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Requests that need no API key although keys are configured, because they carry their own proof, such as a signed URL. A
 * service that has such requests makes a bean of this.
 *
 * @param test whether a request is one and its proof holds
 */
public record KeylessRequests(Predicate<ServerHttpRequest> test) {
    /** Every request needs a key. */
    static final KeylessRequests NONE = new KeylessRequests(request -> false);
}
