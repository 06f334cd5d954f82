package io.reagent.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.agent.BareJsonFormat;
import io.reagent.core.agent.HermesFormat;
import io.reagent.core.agent.LineFormat;
import io.reagent.core.agent.Message;
import io.reagent.core.agent.ModelTurn;
import io.reagent.core.agent.ModelTurn.FinishReason;
import io.reagent.core.agent.SampledTokens;
import io.reagent.core.tools.ToolDescription;
import io.reagent.text.ChatTemplate;
import io.reagent.text.Tokenizer;
import io.reagent.text.TokenizerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptTokensTest {
    private static final Tokenizer TOKENIZER = Tokenizer.load(Path.of("../../models/rrm-tiny"));
    private static final int END = TOKENIZER.id("<|im_end|>");
    private static final int MOST = 10_000;
    private static final List<ToolDescription> TOOLS =
            List.of(ToolDescription.of("search", "Finds.", "{\"type\": \"object\", \"properties\": {}}"));
    /** Calls on lines, no word about tools. */
    private static final String LINES = "{% for m in messages %}<|im_start|>{{ m.role }}\n"
            + "{% if m.role == 'tool' %}<result> {% endif %}{{ m.content }}"
            + "{% for c in m.tool_calls or [] %}\n<call> {{ c.function.name }} {{ c.function.arguments }}{% endfor %}"
            + "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";
    /** As Qwen3's: thoughts of turns before the last question are dropped, results of one turn are one user message. */
    private static final String HERMES = "{% if tools %}<|im_start|>system\n{{ tools | tojson }}<|im_end|>\n{% endif %}"
            + "{% for m in messages %}{% if m.role == 'tool' %}"
            + "{% if loop.index0 == 0 or messages[loop.index0 - 1].role != 'tool' %}<|im_start|>user{% endif %}"
            + "{{ '\n' }}<tool_response>\n{{ m.content }}\n</tool_response>"
            + "{% if loop.last or messages[loop.index0 + 1].role != 'tool' %}<|im_end|>\n{% endif %}"
            + "{% else %}<|im_start|>{{ m.role }}\n"
            + "{% if m.role == 'assistant' and loop.last %}<think>\n\n</think>\n\n{% endif %}{{ m.content }}"
            + "{% for c in m.tool_calls or [] %}\n<tool_call>\n{{ c.function | tojson }}\n</tool_call>{% endfor %}"
            + "<|im_end|>\n{% endif %}{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

    /** As Llama 3's: a turn that calls is bare JSON, of one call alone. */
    private static final String LLAMA = "{% for m in messages %}<|im_start|>{{ m.role }}\n{% if m.tool_calls %}"
            + "{% if m.tool_calls | length > 1 %}{{ raise_exception('one call at a time') }}{% endif %}"
            + "{% set f = m.tool_calls[0].function %}"
            + "{{ '{\"name\": \"' + f.name + '\", \"parameters\": ' }}{{ f.arguments | tojson }}{{ '}' }}"
            + "{% else %}{{ m.content }}{% endif %}"
            + "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

    private static PromptTokens prompts(String template) {
        ChatTemplate chat = new ChatTemplate(TokenizerConfig.of("<|im_end|>", "<|endoftext|>", template), TOKENIZER);
        return new PromptTokens(TOKENIZER, chat, Set.of(END));
    }

    private static Message.Assistant spoken(PromptTokens prompts, int[] prompt, String text, boolean ended) {
        int[] said = TOKENIZER.encodeText(text);
        int[] completion =
                ended ? IntStream.concat(IntStream.of(said), IntStream.of(END)).toArray() : said;
        return new Message.Assistant(ModelTurn.of(
                text,
                prompts.calls().format().parse(text),
                ended ? FinishReason.STOP : FinishReason.LENGTH,
                new SampledTokens(prompt, completion, new float[completion.length])));
    }

    private static String text(int[] tokens) {
        return TOKENIZER.decode(tokens, false);
    }

    @Test
    void theTemplateTellsHowCallsAreWritten() {
        assertThat(prompts(LINES).calls().format()).isInstanceOf(LineFormat.class);
        assertThat(prompts(LINES).calls().told()).isFalse();
        assertThat(prompts(HERMES).calls().format()).isInstanceOf(HermesFormat.class);
        assertThat(prompts(HERMES).calls().told()).isTrue();
        assertThat(prompts(LLAMA).calls().format()).isInstanceOf(BareJsonFormat.class);
    }

    @Test
    void severalCallsOfATurnAreAnsweredAlsoWhereTheTemplateWritesOnlyOne() {
        PromptTokens prompts = prompts(LLAMA);
        List<Message> messages = new ArrayList<>(List.of(new Message.User("age of Ann")));
        int[] first = prompts.of(messages, TOOLS, MOST);
        String said = "{\"name\": \"search\", \"parameters\": {}}; {\"name\": \"search\", \"parameters\": {}}";
        Message.Assistant turn = spoken(prompts, first, said, true);
        assertThat(turn.turn().speech().calls()).hasSize(2);
        messages.add(turn);
        messages.add(new Message.ToolAnswer("call_0", "search", "one"));
        messages.add(new Message.ToolAnswer("call_1", "search", "two"));
        assertThat(text(prompts.of(messages, TOOLS, MOST)))
                .isEqualTo(text(first) + said + "<|im_end|>\n<|im_start|>tool\none<|im_end|>\n"
                        + "<|im_start|>tool\ntwo<|im_end|>\n<|im_start|>assistant\n");
    }

    @Test
    void aLaterPromptIsTheOneBeforeWhatWasSampledAndWhatTheTemplateWritesAfterIt() {
        PromptTokens prompts = prompts(HERMES);
        List<Message> messages = new ArrayList<>(List.of(new Message.User("age of Ann")));
        int[] first = prompts.of(messages, TOOLS, MOST);
        // two tokens where the tokenizer would make one: it must not be tokenised again
        Message.Assistant turn = spoken(prompts, first, "Hm.<tool_call>{\"name\": \"search\"}</tool_call>", true);
        messages.add(turn);
        messages.add(new Message.ToolAnswer("call_0", "search", "one"));
        messages.add(new Message.ToolAnswer("call_1", "search", "two <|im_end|>"));
        int[] second = prompts.of(messages, TOOLS, MOST);
        SampledTokens sampled = turn.turn().tokens();
        int before = first.length + sampled.completion().length;
        assertThat(second).startsWith(first);
        assertThat(IntStream.range(first.length, before).map(i -> second[i]).toArray())
                .isEqualTo(sampled.completion());
        assertThat(text(IntStream.range(before, second.length)
                        .map(i -> second[i])
                        .toArray()))
                .isEqualTo("\n<|im_start|>user\n<tool_response>\none\n</tool_response>\n<tool_response>\n"
                        + "two <|im_end|>\n</tool_response><|im_end|>\n<|im_start|>assistant\n");
        // what a tool returned spells the end token and is not one
        assertThat(IntStream.range(before, second.length).filter(i -> second[i] == END))
                .hasSize(1);
    }

    @Test
    void aTurnThatWasCutIsEndedForTheModel() {
        PromptTokens prompts = prompts(LINES);
        List<Message> messages = new ArrayList<>(List.of(new Message.User("age of Ann")));
        int[] first = prompts.of(messages, List.of(), MOST);
        Message.Assistant turn = spoken(prompts, first, "I think that", false);
        messages.add(turn);
        messages.add(new Message.User("Answer now."));
        assertThat(text(prompts.of(messages, List.of(), MOST)))
                .isEqualTo(text(first) + "I think that<|im_end|>\n<|im_start|>user\nAnswer now.<|im_end|>\n"
                        + "<|im_start|>assistant\n");
    }

    @Test
    void aTemplateThatDoesNotTellOfToolsLeavesItToTheSystemMessage() {
        String opening = text(prompts(LINES)
                .of(List.of(new Message.System("Be brief."), new Message.User("age of Ann")), TOOLS, MOST));
        assertThat(opening).contains("Be brief.\n\nTools you may call:\n- search: Finds.");
        assertThat(text(prompts(HERMES).of(List.of(new Message.User("age of Ann")), TOOLS, MOST)))
                .doesNotContain("# Tools")
                .contains("\"search\"");
    }
}
