package io.reagent.training.steps;

import io.reagent.core.rl.PolicyDrift;
import io.reagent.core.rl.PolicyExample;
import io.reagent.training.engine.AdamParams;
import io.reagent.training.engine.Datum;
import io.reagent.training.engine.LossFunction;
import io.reagent.training.engine.LossOutput;
import io.reagent.training.engine.PolicyModel;
import io.reagent.training.runs.Learning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Moves a model's weights by a step's examples. */
final class Update {
    private Update() {}

    /**
     * Clipped policy gradient: {@code epochs} passes over the mini-batches, an optimizer step after each.
     *
     * @param miniBatches examples of one optimizer step each, normalisation folded into their advantages
     */
    static Mono<Learned> reinforce(
            PolicyModel model, List<List<PolicyExample>> miniBatches, Learning learning, double rate) {
        LossFunction loss = new LossFunction.Ppo(learning.ratioLow(), learning.ratioHigh());
        PolicyDrift.Sums drift = new PolicyDrift.Sums(learning.ratioLow(), learning.ratioHigh());
        Tally tally = new Tally();
        return Flux.range(0, learning.epochs() * miniBatches.size())
                .concatMap(
                        i -> {
                            List<PolicyExample> batch = miniBatches.get(i % miniBatches.size());
                            List<Datum.Sampled> examples =
                                    batch.stream().map(Datum.Sampled::new).toList();
                            AtomicInteger seen = new AtomicInteger();
                            return update(model, examples, loss, learning, rate, tally, output -> {
                                for (float[] now : output.logprobs()) {
                                    drift.add(batch.get(seen.getAndIncrement()), now);
                                }
                            });
                        },
                        0)
                .then(Mono.fromSupplier(() -> tally.learned(drift.means(), null)));
    }

    /** Imitation: one optimizer step on examples whose weights sum to 1. */
    static Mono<Learned> imitate(PolicyModel model, List<Datum.Supervised> examples, Learning learning, double rate) {
        Tally tally = new Tally();
        double[] loss = new double[1];
        AtomicInteger seen = new AtomicInteger();
        return update(model, examples, new LossFunction.CrossEntropy(), learning, rate, tally, output -> {
                    for (float[] now : output.logprobs()) {
                        loss[0] += negative(examples.get(seen.getAndIncrement()), now);
                    }
                })
                .then(Mono.fromSupplier(() -> tally.learned(null, loss[0])));
    }

    private static double negative(Datum.Supervised example, float[] logprobs) {
        double sum = 0;
        for (int i = 0; i < Math.min(logprobs.length, example.length()); i++) {
            sum -= example.weights()[i] == 0 ? 0 : (double) example.weights()[i] * logprobs[i];
        }
        return sum;
    }

    private static Mono<Void> update(
            PolicyModel model,
            List<? extends Datum> examples,
            LossFunction loss,
            Learning learning,
            double rate,
            Tally tally,
            java.util.function.Consumer<LossOutput> seen) {
        AdamParams defaults = AdamParams.of(rate);
        AdamParams params = new AdamParams(
                rate, defaults.beta1(), defaults.beta2(), defaults.eps(), learning.weightDecay(), learning.gradClip());
        return model.forwardBackward(PolicyBatches.calls(examples, learning.batchTokens()), loss)
                .doOnNext(output -> {
                    seen.accept(output);
                    tally.add("", output.metrics());
                })
                .then(model.optimStep(params))
                .doOnNext(output -> {
                    tally.add("optimizer/", output.metrics());
                    tally.positions +=
                            examples.stream().mapToLong(Datum::length).sum();
                    tally.steps++;
                })
                .then();
    }

    /** Sums over calls, which come one after the other. */
    private static final class Tally {
        private final Map<String, double[]> metrics = new LinkedHashMap<>();
        private long positions;
        private int steps;

        void add(String prefix, Map<String, Double> values) {
            values.forEach((name, value) -> {
                if (Double.isFinite(value)) {
                    double[] sum = metrics.computeIfAbsent(prefix + name, unused -> new double[2]);
                    sum[0] += value;
                    sum[1]++;
                }
            });
        }

        Learned learned(@Nullable PolicyDrift drift, @Nullable Double loss) {
            Map<String, Double> means = new LinkedHashMap<>();
            metrics.forEach((name, sum) -> means.put(name, sum[0] / sum[1]));
            return new Learned(drift, loss, means, positions, steps);
        }
    }
}
