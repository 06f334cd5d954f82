package io.reagent.recipes;

import io.reagent.core.world.Entry;
import io.reagent.lm.text.AddedToken;
import io.reagent.lm.text.BpeTrainer;
import io.reagent.lm.text.BpeVocabulary;
import java.util.ArrayList;
import java.util.List;

/** Learns the small judge's tokens from its own training text. */
final class JudgeVocabulary {
    private static final int SAMPLES = 6000;
    private static final List<AddedToken> ADDED = List.of(
            AddedToken.special("<|endoftext|>"),
            AddedToken.special("<|im_start|>"),
            AddedToken.special("<|im_end|>"),
            AddedToken.tag("<think>"),
            AddedToken.tag("</think>"),
            AddedToken.tag("<critique>"),
            AddedToken.tag("</critique>"),
            AddedToken.tag("<score>"),
            AddedToken.tag("</score>"));

    private JudgeVocabulary() {}

    static BpeVocabulary learn(int size) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            JudgeData.Shown shown = JudgeData.training(i, false);
            String text = "<|im_start|>system\n<|im_start|>user\n<|im_start|>assistant\n"
                    + JudgeText.prompt(shown.trajectory(), "vocabulary").user() + "\n"
                    + JudgeText.target(shown.labelled());
            texts.add(bySyllable(text, shown));
        }
        return BpeTrainer.train(texts, size, ADDED);
    }

    /** Names are cut into syllables, so that no whole name becomes a token and a new name reads like any other. */
    private static String bySyllable(String text, JudgeData.Shown shown) {
        String cut = text;
        for (Entry entry : shown.labelled().task().encyclopaedia().entries()) {
            String name = entry.name();
            cut = cut.replace(name, String.join("\n", name.split("(?<=\\G.{3})")));
        }
        return cut;
    }
}
