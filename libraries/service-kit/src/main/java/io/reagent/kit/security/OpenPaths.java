package io.reagent.kit.security;

import org.springframework.http.server.reactive.ServerHttpRequest;

/** What is answered to everybody: a probe has no key, and calls a service by any name. */
final class OpenPaths {
    private OpenPaths() {}

    static boolean areOpen(ServerHttpRequest request) {
        String path = request.getPath().value();
        return path.equals("/actuator/health")
                || path.equals("/actuator/health/liveness")
                || path.equals("/actuator/health/readiness");
    }
}
