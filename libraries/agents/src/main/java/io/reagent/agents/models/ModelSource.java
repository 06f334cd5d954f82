package io.reagent.agents.models;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Somewhere that models for agents come from. */
public interface ModelSource {
    /** The names there are. */
    Flux<String> names();

    /** What computes the model of that name, without loading it; empty when there is none. */
    Mono<ModelWeights> find(String name);

    /** Holds the model of that name for a run, and whoever takes it closes it; empty when there is none. */
    Mono<OpenModel> open(String name, TurnSampling sampling);

    /** The setting that adds one, for people who have none. */
    String setting();
}
