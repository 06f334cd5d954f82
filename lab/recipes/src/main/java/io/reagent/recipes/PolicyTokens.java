package io.reagent.recipes;

import io.reagent.lm.train.Example;
import io.reagent.text.ChatTemplate;
import io.reagent.text.TemplateMessage;
import io.reagent.text.Tokenizer;
import io.reagent.text.TokenizerConfig;
import io.reagent.world.Entry;
import io.reagent.world.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Conversations as tokens, exactly as the chat template makes them, with the policy's own turns marked. */
final class PolicyTokens {
    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final int[] opening;
    private final int end;

    PolicyTokens(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.template =
                new ChatTemplate(TokenizerConfig.of(Recipe.END, Recipe.PADDING, PolicyText.CHAT_TEMPLATE), tokenizer);
        this.opening = tokenizer.encode("<|im_start|>assistant\n");
        this.end = Objects.requireNonNull(tokenizer.id(Recipe.END));
    }

    int[] encode(List<TemplateMessage> messages) {
        return template.encode(messages, List.of(), false, Map.of());
    }

    /**
     * What the policy says, its stop token included, weighs 1, in it the pieces of numbers and of the task's names
     * {@code valueWeight}: a run hangs on them and they are few. All else weighs {@code promptWeight}.
     */
    Example example(PolicyData.Shown shown, float promptWeight, float valueWeight) {
        int[] tokens = encode(shown.messages());
        Set<Integer> values = values(shown.task());
        float[] weights = new float[tokens.length];
        Arrays.fill(weights, 1, tokens.length, promptWeight);
        boolean speaks = false;
        for (int i = 0; i < tokens.length; i++) {
            if (speaks) {
                weights[i] = values.contains(tokens[i]) ? valueWeight : 1;
                speaks = tokens[i] != end;
            } else if (opens(tokens, i)) {
                i += opening.length - 1;
                speaks = true;
            }
        }
        return new Example(tokens, weights);
    }

    private Set<Integer> values(Task task) {
        String names = task.encyclopaedia().entries().stream().map(Entry::name).collect(Collectors.joining(" "));
        return IntStream.of(tokenizer.encodeText(" " + names + "0123456789"))
                .boxed()
                .collect(Collectors.toSet());
    }

    /** Nothing a message says can: its first token is a control token. */
    private boolean opens(int[] tokens, int at) {
        return at + opening.length <= tokens.length
                && Arrays.equals(tokens, at, at + opening.length, opening, 0, opening.length);
    }
}
