package io.reagent.agents.models;

import io.reagent.clients.chat.ChatServerException;
import io.reagent.clients.chat.ChatServerException.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a chat server's message says and thinks. Content may come in parts, thoughts among them.
 *
 * @param thought null where the server tells none apart from the text
 */
record AnswerText(String said, @Nullable String thought) {

    /** @throws ChatServerException when there is a part that is no text */
    static AnswerText of(JsonNode message) {
        StringBuilder said = new StringBuilder();
        String reasoning = message.path("reasoning_content").asString("");
        StringBuilder thought = new StringBuilder(
                reasoning.isEmpty() ? message.path("reasoning").asString("") : reasoning);
        JsonNode content = message.path("content");
        if (content.isArray()) {
            content.forEach(part -> read(part, said, thought));
        } else {
            said.append(content.asString(""));
        }
        return new AnswerText(
                said.toString(),
                thought.toString().isBlank() ? null : thought.toString().strip());
    }

    private static void read(JsonNode part, StringBuilder said, StringBuilder thought) {
        JsonNode thinking = part.path("thinking");
        if (thinking.isArray()) {
            thinking.forEach(piece -> thought.append(text(piece, "text")));
        } else if (!thinking.isMissingNode()) {
            thought.append(text(part, "thinking"));
        } else {
            said.append(text(part, "text"));
        }
    }

    private static String text(JsonNode part, String field) {
        JsonNode text = part.isString() ? part : part.path(field);
        if (!text.isString()) {
            throw new ChatServerException(
                    Kind.GARBLED,
                    "the chat server's answer has a part of type '"
                            + part.path("type").asString("") + "', of which only text is read",
                    null,
                    null);
        }
        return text.stringValue();
    }
}
