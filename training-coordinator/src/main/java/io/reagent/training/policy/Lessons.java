package io.reagent.training.policy;

import io.reagent.core.agent.LineFormat;
import io.reagent.core.agent.SpeechFormat;
import io.reagent.core.trajectory.ToolCall;
import io.reagent.text.ChatTemplate;
import io.reagent.text.Message;
import io.reagent.text.TextTooLongException;
import io.reagent.text.jinja.TemplateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Conversations to tokens, as the chat template writes them when it samples: what the assistant says and calls is learned,
 * up to and with the token that ends its turn. What a template does not write is written into the content by the convention
 * that agents read ({@code <think>}, {@code <tool_call>} or {@code <call>}); what cannot be written is refused, because it
 * would be lost without a word.
 *
 * @param end the token that ends a turn
 */
record Lessons(ChatTemplate template, SpeechFormat format, int end) {
    private static final String NAME = "probe_of_the_template";
    private static final Message ASKED = Message.of("user", "?");
    private static final Message CALLING = new Message(
            "assistant",
            "",
            null,
            List.of(new Message.ToolCall("probe0001", NAME, Map.of("key", "value"))),
            null,
            null);
    private static final Message THINKING = new Message("assistant", "", NAME, List.of(), null, null);

    /**
     * The tokens of a conversation: one sequence, or one for each of its turns where the template rewrites earlier ones.
     *
     * @throws IllegalArgumentException that names the message whose text would be lost
     */
    List<PolicyText.Imitation> of(List<Message> conversation, List<Map<String, Object>> tools) {
        try {
            Dialogue dialogue = new Dialogue(template, written(conversation), tools);
            dialogue.requireWhole(conversation);
            return dialogue.imitations(end);
        } catch (TemplateException refused) {
            throw refused(refused);
        }
    }

    /** How many tokens the whole has; of one that is sure to have more than {@code most}, how many it has at least. */
    int tokens(List<Message> conversation, List<Map<String, Object>> tools, int most) {
        try {
            return template.encode(written(conversation), tools, false, Map.of(), most).length;
        } catch (TextTooLongException longer) {
            return longer.fewestTokens();
        } catch (TemplateException refused) {
            throw refused(refused);
        }
    }

    private static IllegalArgumentException refused(TemplateException refused) {
        return new IllegalArgumentException("the chat template refuses it: " + refused.getMessage(), refused);
    }

    private List<Message> written(List<Message> conversation) {
        boolean calls =
                conversation.stream().anyMatch(message -> !message.toolCalls().isEmpty()) && !writes(CALLING);
        boolean thoughts =
                conversation.stream().anyMatch(message -> message.reasoningContent() != null) && !writes(THINKING);
        return calls || thoughts
                ? conversation.stream()
                        .map(message -> inContent(message, calls, thoughts))
                        .toList()
                : conversation;
    }

    private boolean writes(Message message) {
        try {
            return template.render(List.of(ASKED, message), List.of(), false, Map.of())
                    .contains(NAME);
        } catch (TemplateException refused) {
            return false;
        }
    }

    private Message inContent(Message message, boolean calls, boolean thoughts) {
        if (!message.role().equals("assistant")) {
            return message;
        }
        StringBuilder content = new StringBuilder();
        String thought = thoughts ? message.reasoningContent() : null;
        String said = message.content() == null ? "" : message.content();
        if (thought != null) {
            content.append(format instanceof LineFormat ? thought : "<think>\n" + thought + "\n</think>");
            content.append(format instanceof LineFormat ? said.isBlank() ? "" : "\n[answer] " : "\n\n");
        }
        content.append(said);
        for (Message.ToolCall call : calls ? message.toolCalls() : List.<Message.ToolCall>of()) {
            content.append(content.isEmpty() ? "" : "\n").append(call(call));
        }
        return new Message(
                "assistant",
                content.toString(),
                thoughts ? null : message.reasoningContent(),
                calls ? List.of() : message.toolCalls(),
                null,
                message.name());
    }

    private String call(Message.ToolCall call) {
        String arguments = ToolCall.argumentsText(JsonMapper.shared().valueToTree(call.arguments()));
        return format instanceof LineFormat
                ? "<call> " + call.name() + " " + arguments
                : "<tool_call>\n{\"name\": " + JsonMapper.shared().writeValueAsString(call.name()) + ", \"arguments\": "
                        + arguments + "}\n</tool_call>";
    }

    /** A conversation and how the template writes its beginnings. */
    private record Dialogue(ChatTemplate template, List<Message> messages, List<Map<String, Object>> tools) {
        int[] tokens(int until, boolean prompt) {
            return template.encode(messages.subList(0, until), tools, prompt, Map.of());
        }

        List<PolicyText.Imitation> imitations(int end) {
            int[] whole = tokens(messages.size(), false);
            boolean[] said = new boolean[whole.length];
            List<PolicyText.Imitation> turns = new ArrayList<>();
            boolean one = true;
            for (int i = 0; i < messages.size(); i++) {
                if (messages.get(i).role().equals("assistant")) {
                    int[] before = tokens(i, true);
                    int[] after = tokens(i + 1, false);
                    if (!begins(after, before)) {
                        throw new IllegalArgumentException("messages[" + i
                                + "]: the chat template writes this turn otherwise than it asks for it");
                    }
                    one &= begins(whole, after);
                    if (one) {
                        mark(said, after, before.length, end);
                    }
                    boolean[] own = new boolean[after.length];
                    mark(own, after, before.length, end);
                    turns.add(new PolicyText.Imitation(after, own));
                }
            }
            return one ? List.of(new PolicyText.Imitation(whole, said)) : turns;
        }

        /** From where the assistant begins to speak to the end of its turn, that token included. */
        private static void mark(boolean[] said, int[] tokens, int from, int end) {
            for (int i = from; i < tokens.length; i++) {
                said[i] = true;
                if (tokens[i] == end) {
                    return;
                }
            }
        }

        private static boolean begins(int[] whole, int[] part) {
            return whole.length >= part.length && Arrays.equals(whole, 0, part.length, part, 0, part.length);
        }

        /** @param sent the messages as they came, for the names of their fields */
        void requireWhole(List<Message> sent) {
            WrittenText all = WrittenText.of(template.render(messages, tools, false, Map.of()));
            for (int i = 0; i < messages.size(); i++) {
                Message message = messages.get(i);
                WrittenText text = message.role().equals("assistant") ? turn(i) : all;
                String lost = text.lost(message);
                if (lost != null) {
                    throw new IllegalArgumentException("messages[" + i + "]." + lost
                            + " is not written by the chat template (role "
                            + sent.get(i).role()
                            + "), so it would not be learned");
                }
            }
        }

        private WrittenText turn(int i) {
            String before = template.render(messages.subList(0, i), tools, true, Map.of());
            String after = template.render(messages.subList(0, i + 1), tools, false, Map.of());
            return WrittenText.of(after.startsWith(before) ? after.substring(before.length()) : after);
        }
    }
}
