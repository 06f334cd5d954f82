package io.reagent.dialogue;

import io.reagent.core.agent.Message;
import java.util.List;

/** A run's messages in a chat template's terms. */
final class RunMessages {
    private RunMessages() {}

    /** What others than the model say. */
    static List<io.reagent.text.TemplateMessage> of(List<Message> messages) {
        return messages.stream().map(RunMessages::of).toList();
    }

    private static io.reagent.text.TemplateMessage of(Message message) {
        return switch (message) {
            case Message.System system -> io.reagent.text.TemplateMessage.of("system", system.text());
            case Message.User user -> io.reagent.text.TemplateMessage.of("user", user.text());
            case Message.ToolAnswer answer ->
                io.reagent.text.TemplateMessage.toolResult(answer.callId(), answer.toolName(), answer.text());
            case Message.Assistant turn ->
                throw new IllegalArgumentException("a turn of the model is known by its tokens alone");
        };
    }
}
