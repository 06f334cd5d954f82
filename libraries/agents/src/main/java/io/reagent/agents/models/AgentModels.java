package io.reagent.agents.models;

import io.reagent.kit.problem.Problem;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Models by name, wherever they come from. */
public final class AgentModels {
    private final List<ModelSource> sources;

    /** @param sources of which the first that has a name is taken */
    public AgentModels(List<ModelSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * Holds a model for a run; whoever takes it closes it.
     *
     * @throws io.reagent.kit.problem.ProblemException 422 naming {@code model}, when there is none of that name
     */
    public Mono<OpenModel> open(String name, TurnSampling sampling) {
        return first(name, source -> source.open(name, sampling));
    }

    /**
     * What computes a model, without loading it.
     *
     * @throws io.reagent.kit.problem.ProblemException as {@link #open}
     */
    public Mono<ModelWeights> find(String name) {
        return first(name, source -> source.find(name));
    }

    private <T> Mono<T> first(String name, Function<ModelSource, Mono<T>> asking) {
        Mono<T> found = Mono.empty();
        for (ModelSource source : sources) {
            found = found.switchIfEmpty(Mono.defer(() -> asking.apply(source)));
        }
        return found.switchIfEmpty(Mono.defer(() -> unknown(name)));
    }

    /** The names there are, each once. */
    public Flux<String> names() {
        return Flux.fromIterable(sources).concatMap(ModelSource::names).distinct();
    }

    private <T> Mono<T> unknown(String name) {
        return names().collectList().flatMap(names -> Mono.error(problem(name, names)));
    }

    private RuntimeException problem(String name, List<String> names) {
        String settings = sources.stream().map(ModelSource::setting).collect(Collectors.joining(" or "));
        return Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "unknown-model", "There is no model named '" + name + "'")
                .field("model")
                .remedy(
                        names.isEmpty()
                                ? "Configure one under " + settings + "."
                                : "Name one of " + String.join(", ", names) + ".")
                .asException();
    }
}
