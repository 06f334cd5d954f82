package io.reagent.training.steps;

import io.reagent.training.engine.Example;
import io.reagent.training.policy.PolicyText;
import java.util.Arrays;
import java.util.List;

/** Conversations to examples whose weights are a mean over all that is learned; pure. */
final class Imitations {
    private Imitations() {}

    static List<Example.Supervised> of(List<PolicyText.Imitation> conversations) {
        int learned =
                conversations.stream().mapToInt(PolicyText.Imitation::learned).sum();
        return conversations.stream()
                .map(conversation -> example(conversation, learned))
                .toList();
    }

    private static Example.Supervised example(PolicyText.Imitation conversation, int learned) {
        int length = conversation.tokens().length - 1;
        float[] weights = new float[length];
        for (int i = 0; i < length; i++) {
            weights[i] = conversation.said()[i + 1] ? 1f / learned : 0;
        }
        return new Example.Supervised(
                Arrays.copyOf(conversation.tokens(), length),
                Arrays.copyOfRange(conversation.tokens(), 1, length + 1),
                weights);
    }
}
