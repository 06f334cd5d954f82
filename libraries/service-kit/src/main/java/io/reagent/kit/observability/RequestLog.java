package io.reagent.kit.observability;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * One line per request: {@code POST /v1/judgements 200 in 412 ms}. Probes and scrapes are left out, and what was read
 * without an error is for debugging: pages and clients that wait ask several times a second.
 */
public final class RequestLog implements WebFilter, Ordered {
    /** Outermost of our filters, so that it sees the final status. */
    public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

    private static final Logger log = LoggerFactory.getLogger(RequestLog.class);

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (exchange.getRequest().getPath().value().startsWith("/actuator") || !log.isInfoEnabled()) {
            return chain.filter(exchange);
        }
        long start = System.nanoTime();
        return chain.filter(exchange).doFinally(signal -> write(exchange, start, signal));
    }

    private static void write(ServerWebExchange exchange, long start, SignalType signal) {
        // an error is answered further out, by the exception handler: its status is not known yet
        if (signal == SignalType.ON_ERROR && !exchange.getResponse().isCommitted()) {
            exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> line(exchange, start, null)));
            return;
        }
        line(exchange, start, signal == SignalType.CANCEL ? "client left" : null);
    }

    private static void line(ServerWebExchange exchange, long start, @Nullable String note) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        boolean read = exchange.getRequest().getMethod() == HttpMethod.GET && (status == null || !status.isError());
        log.atLevel(read && note == null ? Level.DEBUG : Level.INFO)
                .log(
                        "{} {} {} in {} ms",
                        exchange.getRequest().getMethod(),
                        exchange.getRequest().getPath(),
                        note != null ? note : status == null ? "200" : Integer.toString(status.value()),
                        Duration.ofNanos(System.nanoTime() - start).toMillis());
    }
}
