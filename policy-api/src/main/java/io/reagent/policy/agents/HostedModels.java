package io.reagent.policy.agents;

import io.reagent.agents.models.ModelSource;
import io.reagent.agents.models.OpenModel;
import io.reagent.agents.models.TurnSampling;
import io.reagent.policy.checkpoints.SavedPolicies;
import io.reagent.policy.hosting.PolicyWeights;
import io.reagent.policy.hosting.Sampler;
import io.reagent.policy.hosting.Samplers;
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
        return policies.find(name)
                .flatMap(weights -> samplers.open(weights).map(sampler -> opened(name, weights, sampler, sampling)));
    }

    private static OpenModel opened(String name, PolicyWeights weights, Sampler sampler, TurnSampling sampling) {
        String which =
                switch (weights) {
                    case PolicyWeights.Base base -> base.base();
                    case PolicyWeights.Saved saved -> saved.directory().toString();
                };
        int context = sampler.model().config().context();
        try {
            return new OpenModel(name, which, context, new HostedModel(sampler, sampling), sampler::close);
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
