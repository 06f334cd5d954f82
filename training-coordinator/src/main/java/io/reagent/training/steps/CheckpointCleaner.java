package io.reagent.training.steps;

import io.reagent.training.engine.TinkerClient;
import io.reagent.training.runs.RunSpec;
import io.reagent.training.store.RunCheckpointStore;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Deletes checkpoints that no one needs any more. */
public final class CheckpointCleaner {
    private final RunCheckpointStore checkpoints;

    public CheckpointCleaner(RunCheckpointStore checkpoints) {
        this.checkpoints = checkpoints;
    }

    /** Hides what goes wrong: what is left is found again after the next step. */
    public Mono<Void> tidy(RunContext context) {
        return tidy(context.run().id(), context.spec(), context.policy());
    }

    /** The same of a run that nobody advances. */
    public Mono<Void> tidy(UUID run, RunSpec spec, TinkerClient policy) {
        return checkpoints
                .superfluous(run, spec.extent().keepCheckpoints())
                .concatMap(checkpoint -> policy.delete(checkpoint.weightsPath())
                        .then(policy.delete(checkpoint.samplerPath()))
                        .then(checkpoints.deleted(checkpoint.id())))
                .then()
                .onErrorComplete();
    }
}
