package io.reagent.training.steps;

import io.reagent.training.algorithms.Imitation;
import io.reagent.training.engine.Datum;
import io.reagent.training.policy.PolicyText;
import java.util.Arrays;
import java.util.List;

/** Conversations to examples whose weights are a mean over all that is learned; pure. */
final class Imitations {
    private Imitations() {}

    static List<Datum.Supervised> of(List<PolicyText.Imitation> conversations, Imitation algorithm) {
        int learned =
                conversations.stream().mapToInt(PolicyText.Imitation::learned).sum();
        return conversations.stream()
                .map(conversation -> example(conversation, algorithm.weights(conversation.said(), learned)))
                .toList();
    }

    private static Datum.Supervised example(PolicyText.Imitation conversation, float[] weights) {
        return new Datum.Supervised(
                Arrays.copyOf(conversation.tokens(), weights.length),
                Arrays.copyOfRange(conversation.tokens(), 1, weights.length + 1),
                weights);
    }
}
