package io.reagent.policy.agents.models;

import io.reagent.kit.problem.Problem;
import io.reagent.policy.checkpoints.SavedPolicies;
import io.reagent.policy.hosting.PolicyWeights;
import io.reagent.policy.hosting.Sampler;
import io.reagent.policy.hosting.Samplers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Models by name: chat servers that were configured, else policies hosted here. */
public final class AgentModels {
    private final SavedPolicies policies;
    private final Samplers samplers;
    private final Map<String, ChatServer> servers = new TreeMap<>();

    /** @param servers by the name that callers use */
    public AgentModels(SavedPolicies policies, Samplers samplers, Map<String, ChatServerProperties> servers) {
        this.policies = policies;
        this.samplers = samplers;
        servers.forEach((name, settings) -> this.servers.put(name, new ChatServer(name, settings)));
    }

    /** The names there are. */
    public Flux<String> names() {
        return Flux.fromIterable(servers.keySet()).concatWith(policies.names());
    }

    /**
     * Holds a model for a run; whoever takes it closes it.
     *
     * @throws io.reagent.kit.problem.ProblemException 422 naming {@code model}, when there is none of that name
     */
    public Mono<OpenModel> open(String name, Sampling sampling) {
        ChatServer server = servers.get(name);
        if (server != null) {
            return Mono.just(new OpenModel(
                    name, server.weights(), Integer.MAX_VALUE, new ChatServerModel(server, sampling), () -> {}));
        }
        return policies.find(name)
                .switchIfEmpty(Mono.defer(() -> unknown(name)))
                .flatMap(weights -> samplers.open(weights).map(sampler -> hosted(name, weights, sampler, sampling)));
    }

    private static OpenModel hosted(String name, PolicyWeights weights, Sampler sampler, Sampling sampling) {
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

    private Mono<PolicyWeights> unknown(String name) {
        return names().collectList().flatMap(names -> Mono.error(problem(name, names)));
    }

    private static RuntimeException problem(String name, List<String> names) {
        return Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "unknown-model", "There is no model named '" + name + "'")
                .field("model")
                .remedy(
                        names.isEmpty()
                                ? "Configure one under reagent.policy.base-models or reagent.agents.models."
                                : "Name one of " + String.join(", ", names) + ".")
                .asException();
    }
}
