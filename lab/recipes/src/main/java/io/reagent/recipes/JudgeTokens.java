package io.reagent.recipes;

import io.reagent.core.judgement.JudgePrompt;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.lm.train.Example;
import io.reagent.text.Tokenizer;
import io.reagent.world.FlawType;
import io.reagent.world.LabelledTrajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Turns trajectories into token sequences as the chat template lays them out; untrusted text never becomes a tag. */
final class JudgeTokens {
    static final String CHAT_TEMPLATE =
            "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
                    + "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

    private static final Set<String> CLAIMS = Set.of("took", "answers", "says", "for", "sum", "difference");
    private static final Set<String> VERDICTS = Stream.concat(
                    Stream.of("ok", "left"),
                    Stream.of(FlawType.values()).map(type -> type.verdict().split(" ")[0]))
            .collect(Collectors.toUnmodifiableSet());

    private final Tokenizer tokenizer;

    JudgeTokens(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    int[] prompt(Trajectory trajectory, String secret) {
        JudgePrompt prompt = JudgeText.prompt(trajectory, secret);
        return concat(
                tokenizer.encode("<|im_start|>system\n" + prompt.system() + "<|im_end|>\n<|im_start|>user\n"),
                tokenizer.encodeText(prompt.user()),
                tokenizer.encode("<|im_end|>\n<|im_start|>assistant\n"));
    }

    int[] target(LabelledTrajectory labelled) {
        return tokenizer.encode(JudgeText.target(labelled) + Recipe.END);
    }

    /** Prompt and target; target tokens weigh 1, but values and verdicts in the reasoning {@code evidenceWeight}. */
    Example example(
            Trajectory shown, LabelledTrajectory labelled, String secret, float promptWeight, float evidenceWeight) {
        int[] prompt = prompt(shown, secret);
        int[] tokens = concat(prompt, target(labelled));
        float[] weights = new float[tokens.length];
        Arrays.fill(weights, 1, prompt.length, promptWeight);
        Arrays.fill(weights, prompt.length, tokens.length, 1);
        for (int i : evidence(tokens, prompt.length)) {
            weights[i] = evidenceWeight;
        }
        return new Example(tokens, weights);
    }

    /** Where a reasoning states a value or a verdict: what the judgement hangs on is a small part of its tokens. */
    private List<Integer> evidence(int[] tokens, int from) {
        List<Integer> found = new ArrayList<>();
        boolean inStep = false;
        boolean inValue = false;
        boolean afterBreak = false;
        for (int i = from; i < tokens.length; i++) {
            String piece = tokenizer.decode(new int[] {tokens[i]}, false);
            String word = piece.strip();
            if (word.equals("</think>")) {
                break;
            }
            if (piece.endsWith("\n") || word.equals(";")) {
                inStep |= piece.endsWith("\n");
                inValue = false;
                afterBreak = true;
                continue;
            }
            if (inStep && (inValue || (afterBreak && VERDICTS.contains(word)))) {
                found.add(i);
            }
            if (word.equals("Need") || word.equals("Flaws")) {
                inStep = false;
            }
            inValue |= word.endsWith(":") || CLAIMS.contains(word);
            afterBreak = false;
        }
        return found;
    }

    private static int[] concat(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(IntStream::of).toArray();
    }
}
