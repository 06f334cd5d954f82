package io.reagent.kit.observability;

import io.reagent.kit.problem.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Below health there are names and names of parts; what is asked of a deeper path or of none fails in the endpoint. */
final class HealthPaths implements WebFilter {
    private static final String HEALTH = "/actuator/health/";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().value();
        if (path.startsWith(HEALTH) && !path.substring(HEALTH.length()).matches("[A-Za-z0-9]+")) {
            return Mono.error(Problem.of(HttpStatus.NOT_FOUND, "no-such-route", "Nothing is served at this path")
                    .remedy("Ask /actuator/health, /actuator/health/liveness or /actuator/health/readiness.")
                    .asException());
        }
        return chain.filter(exchange);
    }
}
