package io.reagent.training.console;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;

import io.reagent.kit.security.KeylessRequests;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Serves the console at {@code /console/}, where {@code /} leads. Its files hold no data, so they need no API key; the page
 * asks for one and sends it with every call.
 */
@Configuration(proxyBeanMethods = false)
class ConsolePages {
    private static final String HOME = "/console/";

    @Bean
    ConsoleFiles consoleFiles() {
        return new ConsoleFiles();
    }

    @Bean
    RouterFunction<ServerResponse> consoleRoutes(ConsoleFiles files) {
        return RouterFunctions.route(
                        GET("/").or(GET("/console")), request -> ServerResponse.temporaryRedirect(URI.create(HOME))
                                .build())
                .andRoute(GET(HOME + "**").and(request -> file(request, files) != null), request -> {
                    ConsoleFiles.File file = Objects.requireNonNull(file(request, files));
                    return request.checkNotModified(file.tag()).switchIfEmpty(Mono.defer(() -> send(file)));
                });
    }

    private static ConsoleFiles.@Nullable File file(ServerRequest request, ConsoleFiles files) {
        return files.find(request.path().substring(HOME.length()));
    }

    private static Mono<ServerResponse> send(ConsoleFiles.File file) {
        return ServerResponse.ok()
                .contentType(file.type())
                .eTag(file.tag())
                .cacheControl(CacheControl.noCache())
                .bodyValue(file.content());
    }

    @Bean
    KeylessRequests consoleRequests() {
        return new KeylessRequests(ConsolePages::isFile);
    }

    /** Whether only a file of the console is asked for. */
    static boolean isFile(ServerHttpRequest request) {
        String path = request.getPath().value();
        return request.getMethod() == HttpMethod.GET
                && (path.equals("/") || path.equals("/console") || path.startsWith(HOME));
    }
}
