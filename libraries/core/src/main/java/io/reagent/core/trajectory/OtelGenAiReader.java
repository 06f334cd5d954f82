package io.reagent.core.trajectory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * OpenTelemetry GenAI messages, {@code {role, parts}}: input messages, then output messages; either may be a JSON
 * string, as span attributes are.
 */
final class OtelGenAiReader {
    private static final String[] INPUT = {"gen_ai.input.messages", "input_messages", "messages"};
    private static final String[] OUTPUT = {"gen_ai.output.messages", "output_messages"};
    private static final String PARTS = "Use text, reasoning, tool_call, tool_call_response, server_tool_call,"
            + " server_tool_call_response, blob, file or uri.";
    private static final JsonMapper JSON = JsonMapper.shared();

    private OtelGenAiReader() {}

    static Transcript read(JsonAt document, boolean asked) {
        Transcript transcript = new Transcript(asked);
        for (JsonAt message : messages(document)) {
            readMessage(message.object(), transcript);
            transcript.endTurn();
        }
        return transcript;
    }

    private static List<JsonAt> messages(JsonAt document) {
        if (document.json().isArray()) {
            return document.items();
        }
        JsonAt input = document.object().getAny(INPUT);
        JsonAt output = document.getAny(OUTPUT);
        if (input == null && output == null) {
            throw new TrajectoryFormatException(INPUT[0], "is missing", "Send the messages the model was given.");
        }
        List<JsonAt> messages = new ArrayList<>();
        for (JsonAt list : new JsonAt[] {input, output}) {
            if (list != null) {
                messages.addAll(unquoted(list).items());
            }
        }
        return messages;
    }

    private static JsonAt unquoted(JsonAt list) {
        if (!list.json().isString()) {
            return list;
        }
        try {
            return new JsonAt(JSON.readTree(list.text()), list.path());
        } catch (JacksonException broken) {
            throw list.error("is a string that is not JSON", "Send the attribute's whole value.");
        }
    }

    private static void readMessage(JsonAt message, Transcript transcript) {
        String role =
                message.require("role", "Use system, user, assistant or tool.").text();
        StringBuilder text = new StringBuilder();
        for (JsonAt part :
                message.require("parts", "A GenAI message holds its parts.").items()) {
            String type =
                    part.object().require("type", "Give every part a type.").text();
            switch (type) {
                case "tool_call" -> readCall(part, part.get("arguments"), transcript);
                case "server_tool_call" -> readCall(part, part.get("server_tool_call"), transcript);
                case "tool_call_response" -> readResult(part, part.getAny("response", "result"), transcript);
                case "server_tool_call_response" -> readResult(part, part.get("server_tool_call_response"), transcript);
                case "reasoning" ->
                    transcript.think(part.require("content", "A reasoning part holds its text.")
                            .text());
                default -> {
                    String words = words(part, type, transcript);
                    if (role.equals("assistant")) {
                        TaggedText.readSpoken(words, transcript);
                    } else {
                        text.append(text.isEmpty() ? "" : "\n").append(words);
                    }
                }
            }
        }
        readOutsideText(message, role, text.toString(), transcript);
    }

    private static void readOutsideText(JsonAt message, String role, String text, Transcript transcript) {
        if (text.isBlank()) {
            return;
        }
        switch (role) {
            case "system", "developer" -> transcript.system(text);
            case "tool" -> transcript.result(null, text, message);
            default -> TaggedText.readUser(text, transcript);
        }
    }

    private static void readCall(JsonAt part, @Nullable JsonAt arguments, Transcript transcript) {
        JsonAt id = part.get("id");
        transcript.call(
                id == null ? null : id.textOrJson(),
                part.require("name", "Name the tool that was called.").text(),
                arguments == null ? "" : arguments.textOrJson());
    }

    private static void readResult(JsonAt part, @Nullable JsonAt response, Transcript transcript) {
        JsonAt id = part.get("id");
        transcript.result(
                id == null ? null : id.textOrJson(),
                response == null ? "" : response.textOrJson(),
                id == null ? part : id);
    }

    // Blobs, files and URIs carry a modality; a judge that reads text is told only that they were there.
    private static String words(JsonAt part, String type, Transcript transcript) {
        return switch (type) {
            case "text" ->
                part.require("content", "A text part holds its text.").text();
            case "blob", "file", "uri" -> {
                JsonAt modality = part.get("modality");
                transcript.unseen(part, type);
                yield "[" + (modality == null ? type : modality.text()) + "]";
            }
            default ->
                throw part.require("type", PARTS).error("is \"" + type + "\", a kind of part not known here", PARTS);
        };
    }
}
