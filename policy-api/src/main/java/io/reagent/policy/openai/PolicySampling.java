package io.reagent.policy.openai;

import io.reagent.lm.generate.ModelBusyException;
import io.reagent.policy.checkpoints.SavedPolicies;
import io.reagent.policy.hosting.BaseModels;
import io.reagent.policy.hosting.PolicyWeights;
import io.reagent.policy.hosting.Sampler;
import io.reagent.policy.hosting.Samplers;
import io.reagent.text.TextLane;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.node.ObjectNode;

/** Finds the weights that a request names, samples from them and answers in the way that was asked for. */
final class PolicySampling {
    private static final Duration PREPARING_WAIT = Duration.ofSeconds(5);
    private static final int WAITING_GRAMMARS = 256;
    private static final int WAITING_TEXTS = 64;
    private static final Scheduler LONG_TEXTS = Schedulers.fromExecutor(TextLane.executor(WAITING_TEXTS));

    /** Where grammars are compiled, and waited for while another request compiles them: tokens are delivered elsewhere. */
    private static final Scheduler GRAMMARS =
            Schedulers.newBoundedElastic(Schedulers.DEFAULT_POOL_SIZE, WAITING_GRAMMARS, "grammar", 60, true);

    private final BaseModels bases;
    private final SavedPolicies saved;
    private final Samplers samplers;
    private final OpenAiMetrics metrics;

    PolicySampling(BaseModels bases, SavedPolicies saved, Samplers samplers, OpenAiMetrics metrics) {
        this.bases = bases;
        this.saved = saved;
        this.samplers = samplers;
        this.metrics = metrics;
    }

    /** @throws io.reagent.kit.problem.ProblemException 404 when there are no weights of that name, or not their base */
    private Mono<PolicyWeights> weights(String model) {
        return saved.find(model)
                .switchIfEmpty(Mono.error(() -> Refusals.noModel(model)))
                .doOnNext(weights -> {
                    if (!bases.has(weights.base())) {
                        throw Refusals.withoutBase(model, weights.base());
                    }
                });
    }

    /** @param caller who asks: callers that wait for a model take turns */
    Mono<ResponseEntity<?>> answer(CompletionAsked asked, String caller) {
        Flux<ObjectNode> answer = weights(asked.model())
                .flatMapMany(weights -> Flux.usingWhen(
                        // templates, tokens and grammars take their time: not on an event loop
                        samplers.open(weights)
                                .publishOn(scheduler(asked))
                                .onErrorMap(
                                        RejectedExecutionException.class,
                                        full -> new ModelBusyException(
                                                TextLane.isLong(asked.characters()) ? WAITING_TEXTS : WAITING_GRAMMARS,
                                                PREPARING_WAIT))
                                .doOnDiscard(Sampler.class, Sampler::close),
                        sampler -> sample(asked, sampler, caller),
                        sampler -> Mono.fromRunnable(sampler::close)));
        if (asked.options().streaming().wanted()) {
            return Mono.just(
                    ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM).body(ChunkEvents.of(answer)));
        }
        return answer.last().map(json -> ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(json));
    }

    private static Scheduler scheduler(CompletionAsked asked) {
        if (TextLane.isLong(asked.characters())) {
            return LONG_TEXTS;
        }
        return asked.constrained() ? GRAMMARS : Schedulers.parallel();
    }

    private Flux<ObjectNode> sample(CompletionAsked asked, Sampler sampler, String caller) {
        CompletionAsked.Turn turn = asked.of(sampler);
        AnswerWriter writer = turn.writer();
        Flux<Sampled> sampled = Generations.of(sampler, turn.requests(sampler, caller));
        return metrics.measure(asked.operation(), asked.model(), asked.options().n(), sampled)
                .concatMapIterable(writer::take)
                .concatWith(Flux.defer(() -> Flux.fromIterable(writer.end())));
    }
}
