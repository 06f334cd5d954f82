package io.reagent.clients.evaluations;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reagent.clients.Remote;
import io.reagent.clients.evaluations.EvaluationAnswers.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClient.RequestHeadersSpec;
import reactor.core.publisher.Mono;

/**
 * Has eval-service evaluate checkpoints of training runs. What comes of an order is an {@link EvaluationStart}; that the
 * service could not be asked is an {@link EvaluationServiceException}. Nothing is tried again here: an order may be sent again
 * by whoever keeps it, and is the same evaluation then.
 */
public final class EvaluationsClient {
    private static final int PAGE = 500;

    private final WebClient http;
    private final EvaluationAnswers answers;

    public EvaluationsClient(Remote remote) {
        this.http = remote.client();
        this.answers = new EvaluationAnswers(remote.url());
    }

    /** Starts the evaluation, or finds the one that an order of the same name, run and step started before. */
    public Mono<EvaluationStart> start(EvaluationOrder order) {
        return answer(http.post()
                        .uri("/v1/evaluations")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(order.json().toString().getBytes(UTF_8)))
                .flatMap(answer -> {
                    if (answer.nameTaken()) {
                        return found(order, answer);
                    }
                    return Mono.fromSupplier(() -> answer.successful()
                            ? new EvaluationStart.Started(answers.read(answer, EvaluationAnswers::id))
                            : answers.refused(answer));
                });
    }

    private Mono<EvaluationStart> found(EvaluationOrder order, Answer taken) {
        return ofRun(order.origin().run()).map(all -> all.stream()
                .filter(one -> order.name().equals(one.name())
                        && Integer.valueOf(order.origin().step()).equals(one.step()))
                .findFirst()
                .<EvaluationStart>map(one -> new EvaluationStart.Started(one.id()))
                .orElseGet(() -> answers.refused(taken)));
    }

    /** The evaluations of a training run, newest first. */
    public Mono<List<StoredEvaluation>> ofRun(UUID run) {
        return page(run, null)
                .expand(page -> page.next() == null ? Mono.empty() : page(run, page.next()))
                .concatMapIterable(EvaluationAnswers.Evaluated::items)
                .collectList();
    }

    private Mono<EvaluationAnswers.Evaluated> page(UUID run, @Nullable String cursor) {
        RequestHeadersSpec<?> request = cursor == null
                ? http.get().uri("/v1/evaluations?run={run}&limit=" + PAGE, run)
                : http.get().uri("/v1/evaluations?run={run}&limit=" + PAGE + "&cursor={cursor}", run, cursor);
        return answer(request).map(answer -> answers.read(answer, EvaluationAnswers::page));
    }

    /** pass@1 of those evaluations of a training run that are over and graded, by their ids. */
    public Mono<Map<UUID, PassAtOne>> figures(UUID run) {
        return answer(http.get().uri("/v1/evaluations/grid?run={run}", run))
                .map(answer -> answers.read(answer, EvaluationAnswers::figures));
    }

    /** What can be evaluated on, and what cannot. */
    public Mono<List<OfferedBenchmark>> benchmarks() {
        return answer(http.get().uri("/v1/benchmarks"))
                .map(answer -> answers.read(answer, EvaluationAnswers::benchmarks));
    }

    private Mono<Answer> answer(RequestHeadersSpec<?> request) {
        return request.accept(MediaType.APPLICATION_JSON)
                .exchangeToMono(response -> response.bodyToMono(byte[].class)
                        .defaultIfEmpty(new byte[0])
                        .map(bytes -> new Answer(response.statusCode().value(), new String(bytes, UTF_8))))
                .onErrorMap(answers::unanswered);
    }
}
