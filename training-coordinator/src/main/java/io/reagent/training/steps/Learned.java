package io.reagent.training.steps;

import io.reagent.core.rl.PolicyDrift;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of the optimizer.
 *
 * @param drift of the policy from its sampler, or null for supervised learning
 * @param loss mean negative log probability of what was imitated, in nats, or null for reinforcement
 * @param server whatever the server measured, means over its calls
 * @param positions computed, over all passes
 * @param optimizerSteps taken
 */
record Learned(
        @Nullable PolicyDrift drift,
        @Nullable Double loss,
        Map<String, Double> server,
        long positions,
        int optimizerSteps) {
    static final Learned NOTHING = new Learned(null, null, Map.of(), 0, 0);
}
