package io.reagent.policy.agents;

import io.reagent.agents.models.ModelSource;
import io.reagent.agents.models.ModelWeights;
import io.reagent.agents.models.OpenModel;
import io.reagent.agents.models.TurnSampling;
import io.reagent.kit.problem.Problem;
import io.reagent.policy.checkpoints.SavedPolicies;
import io.reagent.policy.checkpoints.TinkerPath;
import io.reagent.policy.hosting.PolicyWeights;
import io.reagent.policy.hosting.Sampler;
import io.reagent.policy.hosting.Samplers;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Policies hosted here, as models of agents. */
final class HostedModels implements ModelSource {
    private final SavedPolicies policies;
    private final Samplers samplers;

    HostedModels(SavedPolicies policies, Samplers samplers) {
        this.policies = policies;
        this.samplers = samplers;
    }

    @Override
    public Flux<String> names() {
        return policies.names();
    }

    @Override
    public Mono<OpenModel> open(String name, TurnSampling sampling) {
        return weights(name)
                .flatMap(weights -> samplers.open(weights).map(sampler -> opened(name, weights, sampler, sampling)));
    }

    @Override
    public Mono<ModelWeights> find(String name) {
        return weights(name)
                .map(weights -> new ModelWeights(name, which(weights), weights instanceof PolicyWeights.Saved));
    }

    private Mono<PolicyWeights> weights(String name) {
        return policies.find(name).switchIfEmpty(Mono.defer(() -> absent(name)));
    }

    /** The path of a checkpoint is nobody else's name. */
    private static Mono<PolicyWeights> absent(String name) {
        return name.startsWith(TinkerPath.SCHEME)
                ? Mono.error(() -> Problem.of(
                                HttpStatus.UNPROCESSABLE_CONTENT,
                                "no-such-checkpoint",
                                "There is no checkpoint " + name + ": it was deleted, or saved elsewhere")
                        .field("model")
                        .remedy("Name one that is kept: GET /api/v1/checkpoints lists them.")
                        .asException())
                : Mono.empty();
    }

    private static String which(PolicyWeights weights) {
        return switch (weights) {
            case PolicyWeights.Base base -> base.base();
            case PolicyWeights.Saved saved -> saved.directory().toString();
        };
    }

    private static OpenModel opened(String name, PolicyWeights weights, Sampler sampler, TurnSampling sampling) {
        int context = sampler.model().config().context();
        try {
            return new OpenModel(name, which(weights), context, new HostedModel(sampler, sampling), sampler::close);
        } catch (RuntimeException unfit) { // a model without a chat template
            sampler.close();
            throw unfit;
        }
    }

    @Override
    public String setting() {
        return "reagent.policy.base-models";
    }
}
