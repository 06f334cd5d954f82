package io.reagent.rrm.judges.local;

import io.reagent.rrm.judges.Prompt;
import io.reagent.text.ChatTemplate;
import io.reagent.text.TemplateMessage;
import io.reagent.text.Tokenizer;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Prompts to token ids. No control token can come out of the trajectory: only the template's own text may spell one. */
final class PromptEncoder {
    /** The judge's own tags: the only text of a continued judgement that may be more than plain text. */
    private static final Pattern TAG = Pattern.compile("</?(?:think|critique|score)>");

    private final Tokenizer tokenizer;
    private final ChatTemplate template;

    PromptEncoder(Tokenizer tokenizer, ChatTemplate template) {
        this.tokenizer = tokenizer;
        this.template = template;
    }

    /**
     * @param most tokens that a prompt is of any use with
     * @throws io.reagent.text.TextTooLongException when it is sure to be longer
     */
    int[] encode(Prompt prompt, int most) {
        int[] asked = prompt.asked()
                .tokens(() -> template.encode(
                        List.of(
                                TemplateMessage.of("system", prompt.system()),
                                TemplateMessage.of("user", prompt.user())),
                        List.of(),
                        true,
                        Map.of(),
                        most));
        return prompt.written() == null
                ? asked
                : IntStream.concat(IntStream.of(asked), written(prompt.written()))
                        .toArray();
    }

    /** Tags as the model itself writes them, which may be single tokens; between them, text that spells no token. */
    private IntStream written(String text) {
        IntStream tokens = IntStream.empty();
        Matcher tag = TAG.matcher(text);
        int from = 0;
        while (tag.find()) {
            tokens = IntStream.concat(tokens, IntStream.of(tokenizer.encodeText(text.substring(from, tag.start()))));
            tokens = IntStream.concat(tokens, IntStream.of(tokenizer.encode(tag.group())));
            from = tag.end();
        }
        return IntStream.concat(tokens, IntStream.of(tokenizer.encodeText(text.substring(from))));
    }
}
