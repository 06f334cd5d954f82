package io.reagent.policy.checkpoints;

import io.reagent.policy.hosting.AdapterProperties;
import io.reagent.policy.hosting.BaseModels;
import io.reagent.policy.hosting.PolicyWeights;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The policies there are to sample from, by name: a base model's name; that of an adapter made elsewhere; {@code
 * <run>@<checkpoint>}, where the run is named by its id or by what its owner called it; or a {@code tinker://} path.
 */
public final class SavedPolicies {
    private final BaseModels bases;
    private final CheckpointStore store;
    private final ImportedAdapters imported;
    private final Checkpoints checkpoints;

    SavedPolicies(BaseModels bases, CheckpointStore store, ImportedAdapters imported, Checkpoints checkpoints) {
        this.bases = bases;
        this.store = store;
        this.imported = imported;
        this.checkpoints = checkpoints;
    }

    /** The weights of that name; empty when there are none. */
    public Mono<PolicyWeights> find(String name) {
        return named(name).map(NamedPolicy::weights);
    }

    /** The policy of that name; empty when there is none. Its base model may be gone. */
    public Mono<NamedPolicy> named(String name) {
        if (bases.has(name)) {
            return Mono.just(new NamedPolicy(name, new PolicyWeights.Base(name), null));
        }
        AdapterProperties adapter = imported.named(name);
        if (adapter != null) {
            return Mono.just(
                    new NamedPolicy(name, new PolicyWeights.Saved(adapter.baseModel(), adapter.directory()), null));
        }
        if (name.startsWith(TinkerPath.SCHEME)) {
            return Mono.fromSupplier(() -> TinkerPath.parse(name, "model"))
                    .flatMap(path -> ImportedAdapters.holds(path) ? checkpoints.find(path, "model") : store.find(path))
                    .map(checkpoint -> policy(name, checkpoint));
        }
        int at = name.lastIndexOf('@');
        return at < 1
                ? Mono.empty()
                : store.findNamed(name.substring(0, at), name.substring(at + 1))
                        .map(checkpoint -> policy(name, checkpoint));
    }

    private NamedPolicy policy(String name, Checkpoint checkpoint) {
        return new NamedPolicy(
                name, checkpoints.weights(checkpoint), checkpoint.lifetime().createdAt());
    }

    /**
     * Base models in the order of their names, those that could not be loaded among them, then adapters made elsewhere, then
     * saved policies as they were saved.
     */
    public Flux<String> names() {
        return Flux.fromIterable(bases.names())
                .concatWithValues(imported.names().toArray(String[]::new))
                .concatWith(store.named().map(SavedPolicies::nameOf).distinct());
    }

    private static String nameOf(Checkpoint checkpoint) {
        String name = checkpoint.origin().runName();
        String run = name == null ? checkpoint.path().runId() : name;
        return run + "@" + checkpoint.path().name();
    }
}
