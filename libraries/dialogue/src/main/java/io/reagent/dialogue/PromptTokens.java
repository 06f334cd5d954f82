package io.reagent.dialogue;

import io.reagent.core.agent.Message;
import io.reagent.core.agent.SampledTokens;
import io.reagent.core.tools.ToolDescription;
import io.reagent.text.ChatTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tokens of each prompt of a run. The opening is encoded as the chat template writes it. What was sampled is never
 * encoded again: a later prompt is the one before, the tokens sampled from it, and what the template writes after an
 * assistant's turn.
 *
 * @param ends the model's tokens that end a turn
 */
public record PromptTokens(ChatTemplate template, TemplateCalls calls, Set<Integer> ends) {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    /**
     * The prompt of the next turn.
     *
     * @param most tokens that a prompt is of any use with
     * @throws io.reagent.text.TextTooLongException when it is sure to be longer
     */
    public int[] of(List<Message> messages, List<ToolDescription> tools, int most) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof Message.Assistant assistant) {
                return continued(assistant, messages.subList(i + 1, messages.size()), tools, most);
            }
        }
        return template.encode(opening(messages, tools), definitions(tools), true, Map.of(), most);
    }

    private int[] continued(Message.Assistant assistant, List<Message> after, List<ToolDescription> tools, int most) {
        SampledTokens sampled = assistant.turn().tokens();
        if (sampled == null) {
            throw new IllegalStateException("a turn of another model stands in this run");
        }
        int[] completion = sampled.completion();
        boolean ended = completion.length > 0 && ends.contains(completion[completion.length - 1]);
        return Stream.of(sampled.prompt(), completion, following(assistant, after, tools, ended, most))
                .flatMapToInt(IntStream::of)
                .toArray();
    }

    /**
     * What the template writes after an assistant's turn: everything behind the token that ends it, and that token too
     * when the turn was cut before it. Which of the end tokens it is, a conversation that ends there tells.
     */
    private int[] following(
            Message.Assistant assistant, List<Message> after, List<ToolDescription> tools, boolean ended, int most) {
        List<io.reagent.text.Message> conversation = new ArrayList<>();
        conversation.add(io.reagent.text.Message.of("user", "?"));
        int before = ends(encode(conversation, tools, false, Integer.MAX_VALUE));
        conversation.add(calling(assistant));
        int closed = ends(encode(conversation, tools, false, Integer.MAX_VALUE));
        if (closed == before) {
            throw new IllegalStateException("the chat template does not end an assistant's turn with one of the model's"
                    + " end tokens; correct eos_token_id or the template");
        }
        after.forEach(message -> conversation.add(message(message)));
        int[] whole = encode(conversation, tools, true, most);
        int end = position(whole, closed);
        return IntStream.range(ended ? end + 1 : end, whole.length)
                .map(i -> whole[i])
                .toArray();
    }

    private int[] encode(
            List<io.reagent.text.Message> conversation,
            List<ToolDescription> tools,
            boolean addGenerationPrompt,
            int most) {
        return template.encode(
                calls.spelled(conversation, List.of()), definitions(tools), addGenerationPrompt, Map.of(), most);
    }

    private int ends(int[] tokens) {
        return (int) IntStream.of(tokens).filter(ends::contains).count();
    }

    /** Where the n-th end token stands. */
    private int position(int[] tokens, int n) {
        int seen = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (ends.contains(tokens[i]) && ++seen == n) {
                return i;
            }
        }
        throw new IllegalStateException("the chat template leaves out an assistant's turn before tool results");
    }

    private List<io.reagent.text.Message> opening(List<Message> messages, List<ToolDescription> tools) {
        return calls.spelled(messages.stream().map(this::message).toList(), tools);
    }

    private io.reagent.text.Message message(Message message) {
        return switch (message) {
            case Message.System system -> io.reagent.text.Message.of("system", system.text());
            case Message.User user -> io.reagent.text.Message.of("user", user.text());
            case Message.ToolAnswer answer ->
                io.reagent.text.Message.toolResult(answer.callId(), answer.toolName(), answer.text());
            case Message.Assistant assistant -> calling(assistant);
        };
    }

    /** Only that it stands there, and which calls it made, as far as templates write them: its text is not looked at. */
    private io.reagent.text.Message calling(Message.Assistant assistant) {
        return new io.reagent.text.Message(
                "assistant",
                "?",
                null,
                assistant.turn().speech().calls().stream()
                        .limit(calls.several() ? Integer.MAX_VALUE : 1)
                        .map(call -> new io.reagent.text.Message.ToolCall(call.id(), call.name(), Map.of()))
                        .toList(),
                null,
                null);
    }

    private static List<Map<String, Object>> definitions(List<ToolDescription> tools) {
        return tools.stream()
                .map(tool -> JsonMapper.shared().convertValue(tool.toJson(), OBJECT))
                .toList();
    }
}
