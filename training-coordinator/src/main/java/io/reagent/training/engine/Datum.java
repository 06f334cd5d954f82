package io.reagent.training.engine;

import io.reagent.core.rl.PolicyExample;
import java.util.Map;

/** What a loss reads of one sequence. Lengths are those of {@code inputs}. */
public sealed interface Datum {
    int[] inputs();

    /** One example of {@code cross_entropy}. */
    record Supervised(int[] inputs, int[] targets, float[] weights) implements Datum {}

    /** One example of {@code ppo}; what was not sampled has advantage 0. */
    record Sampled(PolicyExample example) implements Datum {
        @Override
        public int[] inputs() {
            return example.inputs();
        }
    }

    /** Positions to compute. */
    default int length() {
        return inputs().length;
    }

    /** As the protocol writes it. */
    private Map<String, Wire.Tensor> lossInputs() {
        return switch (this) {
            case Supervised supervised ->
                Map.of(
                        "target_tokens", Wire.Tensor.of(supervised.targets),
                        "weights", Wire.Tensor.of(supervised.weights));
            case Sampled sampled ->
                Map.of(
                        "target_tokens", Wire.Tensor.of(sampled.example.targets()),
                        "logprobs", Wire.Tensor.of(sampled.example.logprobs()),
                        "advantages", Wire.Tensor.of(sampled.example.advantages()));
        };
    }

    /** The datum of an example. */
    static Object datum(Datum example) {
        return new Wire.Datum(Wire.ModelInput.of(example.inputs()), example.lossInputs());
    }
}
