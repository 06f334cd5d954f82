package io.reagent.lm.train;

import io.reagent.lm.decoder.Backpropagation.Result;
import io.reagent.lm.decoder.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One pass over examples: micro-batches in, each example's tokens and the metrics out. */
final class Pass {
    private final Loss loss;
    private final List<LossResult.Tokens> tokens = new ArrayList<>();
    private final LossMetrics.Sums metrics;
    private double sum;
    private int computed;

    Pass(Loss loss, List<Example> examples) {
        this.loss = loss;
        this.metrics = new LossMetrics.Sums(loss);
        for (Example example : examples) {
            float[] unknown = new float[example.targets().length];
            Arrays.fill(unknown, Float.NaN);
            tokens.add(new LossResult.Tokens(unknown, new float[unknown.length]));
        }
    }

    void add(MicroBatch batch, Result result) {
        sum += result.loss();
        computed += batch.size();
        int n = 0;
        for (MicroBatch.Row row : batch.rows()) {
            LossResult.Tokens into = tokens.get(row.index());
            int each = row.example().each();
            for (int position : row.select()) {
                boolean weighs = false;
                for (int t = position * each; t < (position + 1) * each; t++, n++) {
                    into.logprobs()[t] = result.logprobs()[n];
                    into.losses()[t] = result.losses()[n];
                    weighs |= row.example().weights()[t] != 0;
                }
                if (weighs) { // one token, however many targets its position has
                    measure(row.example(), position, result, n - 1);
                }
            }
        }
    }

    /** Losses that read a sampler have one target for each position. */
    private void measure(Example example, int position, Result result, int n) {
        if (loss.readsSampler()) {
            metrics.add(
                    result.logprobs()[n],
                    example.logprobs()[position],
                    example.advantages()[position],
                    result.entropies()[n]);
        } else {
            metrics.addUnsampled();
        }
    }

    LossResult result() {
        return new LossResult(sum, tokens, metrics.means(), computed);
    }
}
