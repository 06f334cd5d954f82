package io.reagent.policy.openai;

import io.reagent.lm.generate.GenerationRequest;
import io.reagent.policy.checkpoints.SavedPolicies;
import io.reagent.policy.hosting.PolicyWeights;
import io.reagent.policy.hosting.Sampler;
import io.reagent.policy.hosting.Samplers;
import java.util.List;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.node.ObjectNode;

/** Finds the weights that a request names, samples from them and answers in the way that was asked for. */
final class PolicySampling {
    private final SavedPolicies saved;
    private final Samplers samplers;
    private final OpenAiMetrics metrics;

    PolicySampling(SavedPolicies saved, Samplers samplers, OpenAiMetrics metrics) {
        this.saved = saved;
        this.samplers = samplers;
        this.metrics = metrics;
    }

    /**
     * What is asked of a model, once there is one.
     *
     * @param operation for metrics
     * @param samples of each prompt
     */
    record Work(String operation, int samples, List<GenerationRequest> requests, AnswerWriter writer) {}

    /** @throws io.reagent.kit.problem.ProblemException 404 when there are no weights of that name */
    Mono<PolicyWeights> weights(String model) {
        return saved.find(model).switchIfEmpty(Mono.error(() -> Refusals.noModel(model)));
    }

    Mono<ResponseEntity<?>> answer(String model, boolean stream, Function<Sampler, Work> asked) {
        Flux<ObjectNode> answer = weights(model)
                .flatMapMany(weights -> Flux.usingWhen(
                        // templates, tokens and grammars take their time: not on an event loop
                        samplers.open(weights)
                                .publishOn(Schedulers.parallel())
                                .doOnDiscard(Sampler.class, Sampler::close),
                        sampler -> sample(model, sampler, asked.apply(sampler)),
                        sampler -> Mono.fromRunnable(sampler::close)));
        if (stream) {
            return Mono.just(
                    ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM).body(EventStream.of(answer)));
        }
        return answer.last().map(json -> ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(json));
    }

    private Flux<ObjectNode> sample(String model, Sampler sampler, Work work) {
        Flux<Sampled> sampled = Generations.of(sampler, work.requests());
        return metrics.measure(work.operation(), model, work.samples(), sampled)
                .concatMapIterable(work.writer()::take)
                .concatWith(Flux.defer(() -> Flux.fromIterable(work.writer().end())));
    }
}
