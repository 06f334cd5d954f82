package io.reagent.training.policy;

import io.reagent.core.agent.AgentModel;
import io.reagent.core.agent.ModelRequest;
import io.reagent.core.agent.ModelTurn;
import io.reagent.training.engine.SampleRequest;
import io.reagent.training.engine.SampledSequence;
import io.reagent.training.engine.TinkerClient;
import io.reagent.training.engine.Weights;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * The policy in one rollout: samples each turn from a Tinker server. A rollout that ends because the server failed says
 * so in {@link #failure}.
 */
public final class TinkerAgent implements AgentModel {
    private final TinkerClient client;
    private final PolicyText text;
    private final Weights weights;
    private final double temperature;
    private final long seed;
    private final UnaryOperator<Mono<SampledSequence>> observed;
    private int turns;
    private volatile @Nullable Throwable failure;

    /**
     * @param seed of the rollout; each turn's derives from it
     * @param observed sees each call of the model
     */
    public TinkerAgent(
            TinkerClient client,
            PolicyText text,
            Weights weights,
            double temperature,
            long seed,
            UnaryOperator<Mono<SampledSequence>> observed) {
        this.client = client;
        this.text = text;
        this.weights = weights;
        this.temperature = temperature;
        this.seed = seed;
        this.observed = observed;
    }

    /** What the server failed with, or null. */
    public @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public CompletionStage<ModelTurn> next(ModelRequest request) {
        int[] prompt = text.prompt(request.messages(), request.tools());
        int room = text.context() - prompt.length;
        if (room < 1) {
            // not the server's failure: the rollout itself has become too long
            return CompletableFuture.failedFuture(new IllegalStateException(
                    "the prompt has " + prompt.length + " tokens, the policy's context " + text.context()));
        }
        SampleRequest sample = new SampleRequest(
                weights,
                prompt,
                Math.max(1, Math.min(request.maxTokens(), room)),
                text.end(),
                temperature,
                RolloutSeed.ofTurn(seed, turns++));
        CompletableFuture<ModelTurn> turn = new CompletableFuture<>();
        Disposable sampling = client.sample(sample)
                .as(observed)
                .map(got -> text.turn(prompt, got.tokens(), got.logprobs(), got.cut()))
                .subscribe(turn::complete, error -> {
                    failure = error;
                    turn.completeExceptionally(error);
                });
        request.ended().thenRun(sampling::dispose);
        return turn;
    }

    @Override
    public int countTokens(String words) {
        return text.countTokens(words);
    }
}
