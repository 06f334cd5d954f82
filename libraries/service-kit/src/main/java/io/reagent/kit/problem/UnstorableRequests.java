package io.reagent.kit.problem;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Refuses U+0000 in paths and queries: no name, id or filter has it, and neither Postgres nor a file's path takes it. */
@Order(Ordered.LOWEST_PRECEDENCE)
final class UnstorableRequests implements WebFilter {
    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String field = fault(exchange.getRequest());
        return field == null
                ? chain.filter(exchange)
                : Mono.error(Problem.of(HttpStatus.BAD_REQUEST, "invalid-parameter", field + " holds U+0000")
                        .field(field)
                        .remedy("Send it without %00.")
                        .asException());
    }

    private static @Nullable String fault(ServerHttpRequest request) {
        if (request.getPath().elements().stream()
                .anyMatch(element ->
                        element instanceof PathContainer.PathSegment segment && unstorable(segment.valueToMatch()))) {
            return "path";
        }
        for (Map.Entry<String, List<String>> parameter :
                request.getQueryParams().entrySet()) {
            if (unstorable(parameter.getKey())) {
                return "query";
            }
            if (parameter.getValue().stream().anyMatch(UnstorableRequests::unstorable)) {
                return parameter.getKey();
            }
        }
        return null;
    }

    private static boolean unstorable(@Nullable String text) {
        return text != null && text.indexOf(0) >= 0;
    }
}
