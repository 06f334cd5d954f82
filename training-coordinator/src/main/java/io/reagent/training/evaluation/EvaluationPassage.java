package io.reagent.training.evaluation;

import io.netty.handler.timeout.ReadTimeoutException;
import io.reagent.clients.Remote;
import io.reagent.kit.events.Closing;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import io.swagger.v3.oas.annotations.Hidden;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Passes calls of the console on to eval-service, so that the browser knows one origin and one key. The caller's key stays
 * here, where it was checked; eval-service gets the coordinator's own. Both ways bodies pass as they come, and a caller that
 * leaves ends the call.
 */
@Hidden
@RestController
class EvaluationPassage {
    private static final DataSize NOTHING_READ_WHOLE = DataSize.ofBytes(1);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final @Nullable WebClient service;
    private final @Nullable URI url;
    private final DataSize largestBody;
    private final Closing closing;

    EvaluationPassage(EvaluationProperties properties, Closing closing) {
        Remote remote = properties.remote(NOTHING_READ_WHOLE);
        this.service = remote == null ? null : remote.client();
        this.url = properties.baseUrl();
        this.largestBody = properties.largestBody();
        this.closing = closing;
    }

    @RequestMapping(
            path = EvaluationPaths.HERE + "/**",
            method = {RequestMethod.GET, RequestMethod.POST})
    Mono<Void> pass(ServerWebExchange exchange) {
        ServerHttpRequest asked = exchange.getRequest();
        String there = EvaluationPaths.there(asked.getURI());
        if (there == null) {
            return Mono.error(notPassed(asked).asException());
        }
        if (service == null || url == null) {
            return Mono.error(nowhere().asException());
        }
        if (asked.getHeaders().getContentLength() > largestBody.toBytes()) {
            return Mono.error(BoundedBody.tooLarge(largestBody));
        }
        URI target = URI.create(url.toString().replaceAll("/+$", "") + there);
        WebClient.RequestBodySpec request = service.method(asked.getMethod())
                .uri(target)
                .headers(headers -> PassedHeaders.ask(asked.getHeaders(), headers));
        if (asked.getMethod() == HttpMethod.POST) {
            request.body(BodyInserters.fromDataBuffers(BoundedBody.of(asked.getBody(), largestBody)));
        }
        return request.<Void>exchangeToMono(answer -> answer(answer, exchange.getResponse()))
                .onErrorMap(WebClientRequestException.class, this::away);
    }

    private Mono<Void> answer(ClientResponse answer, ServerHttpResponse response) {
        if (answer.statusCode().value() == HttpStatus.UNAUTHORIZED.value()) {
            return answer.releaseBody().then(Mono.error(() -> keyRefused().asException()));
        }
        response.setStatusCode(answer.statusCode());
        HttpHeaders headers = answer.headers().asHttpHeaders();
        PassedHeaders.answer(headers, response.getHeaders());
        boolean events = answer.headers()
                .contentType()
                .filter(MediaType.TEXT_EVENT_STREAM::isCompatibleWith)
                .isPresent();
        return events
                // each event is seen when it comes, and none is waited for while this service stops
                ? response.writeAndFlushWith(answer.bodyToFlux(DataBuffer.class)
                        .takeUntilOther(closing.begun())
                        .map(Flux::just))
                : response.writeWith(answer.bodyToFlux(DataBuffer.class));
    }

    private Throwable away(WebClientRequestException error) {
        Throwable cause = Objects.requireNonNullElse(error.getCause(), error);
        if (cause instanceof ProblemException ours) {
            return ours;
        }
        boolean silent = cause instanceof ReadTimeoutException;
        return new ProblemException(
                Problem.of(
                                silent ? HttpStatus.GATEWAY_TIMEOUT : HttpStatus.SERVICE_UNAVAILABLE,
                                silent ? "evaluation-service-silent" : "evaluation-service-away",
                                silent
                                        ? "The eval-service at " + url + " said nothing in time"
                                        : "The eval-service at " + url + " cannot be reached")
                        .retryAfter(SOON)
                        .remedy(
                                "Look whether it runs, and whether reagent.training.evaluation.base-url is its address."),
                error);
    }

    private static Problem notPassed(ServerHttpRequest asked) {
        return Problem.of(
                        HttpStatus.NOT_FOUND,
                        "not-found",
                        "Nothing is passed on from " + asked.getPath().value())
                .remedy("Passed on are /v1/evaluations, judge-evaluations, benchmarks, labels and preferences, without"
                        + " anything encoded in the path. Ask eval-service itself for others.");
    }

    private static Problem nowhere() {
        return Problem.of(HttpStatus.NOT_IMPLEMENTED, "no-evaluation-service", "This coordinator knows no eval-service")
                .remedy(
                        "Set reagent.training.evaluation.base-url (REAGENT_TRAINING_EVALUATION_BASE_URL) to the address of"
                                + " one, such as http://localhost:8084, and start the coordinator again.");
    }

    private Problem keyRefused() {
        return Problem.of(
                        HttpStatus.BAD_GATEWAY,
                        "evaluation-key-refused",
                        "The eval-service at " + url + " does not know the coordinator's key")
                .remedy("Set reagent.training.evaluation.api-key to one of the keys of eval-service.");
    }
}
