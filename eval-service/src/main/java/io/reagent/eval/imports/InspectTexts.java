package io.reagent.eval.imports;

import io.reagent.core.trajectory.TrajectoryFormatException;
import io.reagent.core.trajectory.TrajectoryReader;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Texts of Inspect's samples; a long one may stand among the sample's attachments, under its hash. */
final class InspectTexts {
    private static final String ATTACHMENT = "attachment://";

    private InspectTexts() {}

    /** The same with every attachment in its place. */
    static JsonNode resolved(JsonNode value, JsonNode attachments) {
        if (attachments.isEmpty()) {
            return value;
        }
        return switch (value) {
            case StringNode text
            when text.stringValue().startsWith(ATTACHMENT) -> {
                JsonNode content = attachments.path(text.stringValue().substring(ATTACHMENT.length()));
                yield content.isString() ? content : text;
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
                array.forEach(element -> copy.add(resolved(element, attachments)));
                yield copy;
            }
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    copy.set(field.getKey(), resolved(field.getValue(), attachments));
                }
                yield copy;
            }
            default -> value;
        };
    }

    /** Refuses messages that attachments, each of which can stand in many places, make longer than a sample may be. */
    static void bound(String place, JsonNode messages) {
        if (length(messages) > SampleStream.LONGEST) {
            throw SampleStream.tooLong(place + ".messages");
        }
    }

    private static long length(JsonNode value) {
        long length = value.isString() ? value.stringValue().length() : 0;
        for (JsonNode element : value) {
            length += length(element);
        }
        return length;
    }

    /** The input, or the last message of the user in it. */
    static String question(String place, JsonNode input) {
        String question = Foreign.text(input);
        for (JsonNode message : input) {
            if (message.path("role").asString("").equals("user")) {
                question = said(place, message.path("content"));
            }
        }
        if (question == null || question.isBlank()) {
            throw Foreign.invalid(place + ".input", "has no question", "Each sample has the question that it answers.");
        }
        return question;
    }

    /** What a message says. */
    static @Nullable String said(String place, JsonNode content) {
        try {
            String text = TrajectoryReader.said(content, place + ".content").text();
            return text.isBlank() ? null : text;
        } catch (TrajectoryFormatException unreadable) {
            throw Foreign.invalid(unreadable.field(), unreadable.problem(), unreadable.remedy());
        }
    }
}
