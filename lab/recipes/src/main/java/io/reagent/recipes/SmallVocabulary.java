package io.reagent.recipes;

import io.reagent.text.AddedToken;
import io.reagent.text.BpeTrainer;
import io.reagent.text.BpeVocabulary;
import io.reagent.world.Encyclopaedia;
import io.reagent.world.Entry;
import java.util.List;
import java.util.stream.Stream;

/** Learns a small model's tokens from its own training text. */
final class SmallVocabulary {
    private static final List<AddedToken> CONTROL = List.of(
            AddedToken.special(Recipe.PADDING), AddedToken.special("<|im_start|>"), AddedToken.special(Recipe.END));

    private SmallVocabulary() {}

    /** @param tags added tokens beside the control tokens */
    static BpeVocabulary learn(int size, Stream<String> texts, List<String> tags) {
        List<AddedToken> added = Stream.concat(CONTROL.stream(), tags.stream().map(AddedToken::tag))
                .toList();
        return BpeTrainer.train(texts.toList(), size, added);
    }

    /** Names are cut into syllables, so that no whole name becomes a token and a new name reads like any other. */
    static String bySyllable(String text, Encyclopaedia encyclopaedia) {
        String cut = text;
        for (Entry entry : encyclopaedia.entries()) {
            String name = entry.name();
            cut = cut.replace(name, String.join("\n", name.split("(?<=\\G.{3})")));
        }
        return cut;
    }
}
