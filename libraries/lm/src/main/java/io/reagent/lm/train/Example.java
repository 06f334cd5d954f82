package io.reagent.lm.train;

import io.reagent.lm.checkpoint.ModelConfig;
import io.reagent.lm.decoder.Loss;
import java.util.Arrays;

/**
 * One sequence to learn from. All arrays but the last two have the length of {@code inputs}, or targets and weights are K
 * times as long: then each position has K targets, as when a teacher's likeliest tokens are learned, each by its weight.
 *
 * @param inputs token ids, at least one
 * @param targets {@code targets[i]} is predicted after {@code inputs[..i]}; commonly {@code inputs[i + 1]}; where there are K
 *     of each position, those of position i from {@code targets[i * K]} on
 * @param weights of the targets' losses; a target of weight 0 is not learned
 * @param logprobs of the targets when they were sampled, in nats; empty when the loss reads none
 * @param advantages of the targets; empty when the loss reads none
 */
public record Example(int[] inputs, int[] targets, float[] weights, float[] logprobs, float[] advantages) {
    /** @throws BadExampleException for lengths that differ and numbers that are not finite */
    public Example {
        if (inputs.length == 0) {
            throw new BadExampleException("inputs", "has no token; expected at least one");
        }
        if (targets.length == 0 || targets.length % inputs.length != 0) {
            checkLength("targets", targets.length, inputs.length);
        }
        if (weights.length != targets.length) {
            throw new BadExampleException(
                    "weights",
                    "differs in length: has " + weights.length + " values for "
                            + (targets.length == inputs.length
                                    ? inputs.length + " inputs"
                                    : targets.length + " targets"));
        }
        if (logprobs.length > 0 || advantages.length > 0) {
            checkLength("logprobs", logprobs.length, inputs.length);
            checkLength("advantages", advantages.length, inputs.length);
        }
        checkFinite("weights", weights);
        checkFinite("logprobs", logprobs);
        checkFinite("advantages", advantages);
        inputs = inputs.clone();
        targets = targets.clone();
        weights = weights.clone();
        logprobs = logprobs.clone();
        advantages = advantages.clone();
    }

    /** Targets without a sampler. */
    public Example(int[] inputs, int[] targets, float[] weights) {
        this(inputs, targets, weights, new float[0], new float[0]);
    }

    /**
     * A text that predicts itself.
     *
     * @param tokens at least two
     * @param weights of the same length: {@code weights[i]} weighs the loss of predicting {@code tokens[i]} from those
     *     before it; the first must be 0
     */
    public Example(int[] tokens, float[] weights) {
        this(tokens, weights, new float[0], new float[0]);
    }

    /**
     * A sampled text; the arrays have the length of {@code tokens} and begin with a 0, since nothing predicts the first.
     */
    public Example(int[] tokens, float[] weights, float[] logprobs, float[] advantages) {
        this(
                Arrays.copyOf(tokens, Math.max(0, tokens.length - 1)),
                tail(tokens),
                tail("weights", weights),
                tail("logprobs", logprobs),
                tail("advantages", advantages));
    }

    private static int[] tail(int[] tokens) {
        if (tokens.length < 2) {
            throw new BadExampleException("tokens", "has length " + tokens.length + "; expected at least two tokens");
        }
        return Arrays.copyOfRange(tokens, 1, tokens.length);
    }

    private static float[] tail(String field, float[] values) {
        if (values.length == 0) {
            return values;
        }
        if (values[0] != 0) {
            throw new BadExampleException(
                    field + "[0]", "is " + values[0] + "; the first token is predicted from nothing, expected 0");
        }
        return Arrays.copyOfRange(values, 1, values.length);
    }

    private static void checkLength(String field, int length, int expected) {
        if (length != expected) {
            throw new BadExampleException(
                    field, "differs in length: has " + length + " values for " + expected + " inputs");
        }
    }

    private static void checkFinite(String field, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new BadExampleException(field + "[" + i + "]", "is " + values[i] + "; expected a finite number");
            }
        }
    }

    /** Refuses what this model or loss cannot take; {@code index} is the example's among those of the call. */
    void check(int index, ModelConfig config, Loss loss) {
        String name = "examples[" + index + "].";
        if (inputs.length > config.context()) {
            throw new BadExampleException(
                    name + "inputs", "has " + inputs.length + " tokens; the model's context is " + config.context());
        }
        checkIds(name + "inputs", inputs, config.vocabulary());
        checkIds(name + "targets", targets, config.vocabulary());
        if (loss.readsSampler() && each() > 1) {
            throw new BadExampleException(
                    name + "targets",
                    "has " + each() + " of each position; " + loss.wireName()
                            + " learns the token that was sampled, cross_entropy several");
        }
        if (loss.readsSampler() && !sampled()) {
            throw new BadExampleException(
                    name + "logprobs", "is empty; " + loss.wireName() + " needs the sampler's logprobs and advantages");
        }
    }

    private static void checkIds(String field, int[] ids, int vocabulary) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] >= vocabulary) {
                throw new BadExampleException(
                        field + "[" + i + "]", "is " + ids[i] + "; expected a token id from 0 to " + (vocabulary - 1));
            }
        }
    }

    /** Input tokens. */
    public int length() {
        return inputs.length;
    }

    /** Targets of each position. */
    public int each() {
        return targets.length / inputs.length;
    }

    /** Whether it carries a sampler's logprobs and advantages. */
    public boolean sampled() {
        return logprobs.length > 0;
    }

    /** Sum of the weights. */
    public double weight() {
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        return sum;
    }

    /** The same with every weight times {@code factor}. */
    public Example weighted(double factor) {
        float[] scaled = new float[weights.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (weights[i] * factor);
        }
        return new Example(inputs, targets, scaled, logprobs, advantages);
    }
}
