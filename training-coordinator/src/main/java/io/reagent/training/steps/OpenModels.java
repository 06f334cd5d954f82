package io.reagent.training.steps;

import io.reagent.training.engine.PolicyModel;
import io.reagent.training.runs.RunSpec;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Models in training on the policies' servers, kept from step to step. A model is used again only by the step that follows
 * the one it was left by; in every other case, after a failure or on another replica, a new one is made from the last
 * committed checkpoint.
 */
final class OpenModels {
    private final Map<UUID, Open> open = new ConcurrentHashMap<>();

    private record Open(
            PolicyModel model, int step, @Nullable String weightsPath) {}

    /** Takes the run's model out, or makes one; whoever succeeds puts it back. */
    Mono<PolicyModel> take(RunContext context) {
        return Mono.defer(() -> {
            Open left = open.remove(context.run().id());
            if (left == null) {
                return make(context);
            }
            boolean fits = left.step == context.run().step()
                    && Objects.equals(left.weightsPath, context.run().weightsPath());
            return fits ? Mono.just(left.model) : left.model.unload().then(make(context));
        });
    }

    /** @param step steps the model was trained, all committed */
    void putBack(UUID run, PolicyModel model, int step, @Nullable String weightsPath) {
        open.put(run, new Open(model, step, weightsPath));
    }

    /** Frees a run's model. */
    Mono<Void> close(UUID run) {
        return Mono.defer(() -> {
            Open left = open.remove(run);
            return left == null ? Mono.empty() : left.model.unload();
        });
    }

    private static Mono<PolicyModel> make(RunContext context) {
        RunSpec spec = context.spec();
        Map<String, String> metadata = Map.of("run", context.run().id().toString());
        String from = context.run().weightsPath();
        return PolicyModel.create(
                        context.policy(),
                        spec.policy().baseModel(),
                        spec.policy().loraRank(),
                        spec.seed() & Integer.MAX_VALUE,
                        metadata)
                .flatMap(model ->
                        from == null ? Mono.just(model) : model.load(from).thenReturn(model));
    }
}
