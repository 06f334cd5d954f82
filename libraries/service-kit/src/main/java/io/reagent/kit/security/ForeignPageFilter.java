package io.reagent.kit.security;

import io.reagent.kit.problem.Problem;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Stands where no key is asked for: any web page that a browser on this machine or network shows could otherwise drive the
 * service. A page of another origin may change nothing, and by a name that is not the service's own (DNS rebinding makes a
 * foreign name lead here) nothing is answered. Clients that are no browsers send neither header.
 */
final class ForeignPageFilter implements WebFilter {
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final List<String> hosts;
    private final List<String> origins;

    ForeignPageFilter(List<String> hosts, List<String> origins) {
        this.hosts = hosts;
        this.origins = origins;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        String host = headers.getFirst(HttpHeaders.HOST);
        if (host != null && !isKnown(host) && !OpenPaths.areOpen(exchange.getRequest())) {
            return Mono.error(unknownHost(host).asException());
        }
        if (!SAFE.contains(exchange.getRequest().getMethod()) && isForeign(headers, host)) {
            return Mono.error(foreignPage().asException());
        }
        return chain.filter(exchange);
    }

    private boolean isKnown(String hostAndPort) {
        String host =
                hostAndPort.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "").replaceFirst("\\.$", "");
        return host.startsWith("[") // an IPv6 address
                || host.matches("\\d{1,3}(\\.\\d{1,3}){3}")
                || host.equals("localhost")
                || host.endsWith(".localhost")
                || hosts.contains(host)
                || hosts.contains("*");
    }

    private boolean isForeign(HttpHeaders headers, @Nullable String host) {
        String origin = headers.getOrigin();
        if (origin == null) {
            String site = headers.getFirst("Sec-Fetch-Site");
            return site != null && !site.equals("same-origin") && !site.equals("none");
        }
        return !origins.contains(origin.toLowerCase(Locale.ROOT)) && !isOwn(origin, host);
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Problem unknownHost(String host) {
        return Problem.of(HttpStatus.FORBIDDEN, "unknown-host", "This service is not called " + host)
                .field(HttpHeaders.HOST)
                .remedy("Call it by localhost or its IP address, add the name to reagent.security.hosts, or set"
                        + " reagent.security.api-keys.");
    }

    private static Problem foreignPage() {
        return Problem.of(HttpStatus.FORBIDDEN, "foreign-page", "A web page of another origin may not send this")
                .field(HttpHeaders.ORIGIN)
                .remedy("Send it from a program, add the page's origin to reagent.security.origins, or set"
                        + " reagent.security.api-keys.");
    }
}
