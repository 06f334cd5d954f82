package io.reagent.core.trajectory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chat messages: OpenAI's, and those that keep to its roles while their content, calls or thoughts stand as Anthropic,
 * Ollama or Inspect have them. Calls and results may also stand in the text, as {@link TaggedText} reads them. Anthropic's
 * {@code system} beside the messages is, as a system message before the agent acts, no part of the trajectory.
 */
final class OpenAiChatReader {
    private static final String NAME = "Name the tool that was called.";
    private static final String ROLES = "Use system, developer, user, assistant, tool or function.";

    private OpenAiChatReader() {}

    static Transcript read(JsonAt document, boolean asked) {
        List<JsonAt> messages = document.json().isArray()
                ? document.items()
                : document.require("messages", "Send the conversation as an array of messages.")
                        .items();
        boolean wholeRollout = isWholeRollout(messages);
        Transcript transcript = new Transcript(asked);
        for (JsonAt message : messages) {
            readMessage(message.object(), wholeRollout, transcript);
            transcript.endTurn();
        }
        return transcript;
    }

    // A single agent message at the end that holds results too is a rollout flattened into one text.
    private static boolean isWholeRollout(List<JsonAt> messages) {
        long agentMessages = messages.stream()
                .filter(message -> message.json().path("role").asString("").equals("assistant"))
                .count();
        return agentMessages == 1
                && messages.getLast().json().path("role").asString("").equals("assistant");
    }

    private static void readMessage(JsonAt message, boolean wholeRollout, Transcript transcript) {
        JsonAt role = message.require("role", ROLES);
        JsonAt content = message.get("content");
        switch (role.text()) {
            case "system", "developer" -> transcript.system(ContentParts.text(content, transcript));
            case "user" -> {
                readUser(ContentParts.read(content, transcript), role, transcript);
                noteMedia(message, transcript);
            }
            case "assistant" ->
                readAssistant(message, ContentParts.read(content, transcript), wholeRollout, transcript);
            case "tool", "function" -> readTool(message, role, content, transcript);
            default -> throw role.error("is \"" + role.text() + "\", which is no chat role", ROLES);
        }
    }

    /** What the user says, and what tools returned: Anthropic's results come as the user's blocks. */
    private static void readUser(List<ContentPart> content, JsonAt role, Transcript transcript) {
        List<ContentPart> said = new ArrayList<>();
        for (ContentPart part : content) {
            switch (part) {
                case ContentPart.Text text -> said.add(text);
                case ContentPart.Result result -> {
                    say(said, transcript);
                    transcript.result(result.id(), result.text(), result.at());
                }
                case ContentPart.Thought thought -> throw notTheAgents(role);
                case ContentPart.Call call -> throw notTheAgents(role);
            }
        }
        say(said, transcript);
    }

    private static void say(List<ContentPart> said, Transcript transcript) {
        if (!said.isEmpty()) {
            TaggedText.readUser(ContentParts.text(said), transcript);
            said.clear();
        }
    }

    private static TrajectoryFormatException notTheAgents(JsonAt role) {
        return role.error(
                "is \"" + role.text() + "\" in a message that thinks or calls tools",
                "Give the agent's messages the role assistant.");
    }

    private static void readAssistant(
            JsonAt message, List<ContentPart> content, boolean wholeRollout, Transcript transcript) {
        JsonAt reasoning = message.getAny("reasoning_content", "reasoning", "thinking");
        if (reasoning != null) {
            transcript.think(reasoning.text());
        }
        JsonAt calls = message.get("tool_calls");
        JsonAt legacyCall = message.get("function_call");
        boolean callsApart = (calls != null && !calls.items().isEmpty()) || legacyCall != null;
        if (!callsApart && content.stream().allMatch(ContentPart.Text.class::isInstance)) {
            TaggedText.readAgent(ContentParts.text(content), wholeRollout, transcript);
        } else {
            readBlocks(content, transcript);
        }
        JsonAt refusal = message.get("refusal");
        if (refusal != null) {
            transcript.say(refusal.text());
        }
        noteMedia(message, transcript);
        if (calls != null) {
            calls.items().forEach(call -> readCall(call.object(), transcript));
        }
        if (legacyCall != null) {
            readCall(null, legacyCall.object().require("name", NAME), legacyCall.get("arguments"), transcript);
        }
    }

    /** What the agent thinks, says and calls in the order of its blocks; tools that run at its provider answer at once. */
    private static void readBlocks(List<ContentPart> content, Transcript transcript) {
        List<ContentPart> said = new ArrayList<>();
        for (ContentPart part : content) {
            if (part instanceof ContentPart.Text) {
                said.add(part);
                continue;
            }
            TaggedText.readSpoken(ContentParts.text(said), transcript);
            said.clear();
            switch (part) {
                case ContentPart.Text text -> throw new IllegalStateException("text was added above: " + text);
                case ContentPart.Thought thought -> transcript.think(thought.text());
                case ContentPart.Call call -> transcript.call(call.id(), call.name(), call.arguments());
                case ContentPart.Result result -> transcript.result(result.id(), result.text(), result.at());
            }
        }
        TaggedText.readSpoken(ContentParts.text(said), transcript);
    }

    /** OpenAI's spoken answers and Ollama's pictures stand beside the content. */
    private static void noteMedia(JsonAt message, Transcript transcript) {
        JsonAt audio = message.get("audio");
        if (audio != null) {
            transcript.unseen(audio, "audio");
            JsonAt transcribed = audio.get("transcript");
            if (transcribed != null) {
                transcript.say(transcribed.text());
            }
        }
        JsonAt images = message.get("images");
        if (images != null) {
            transcript.unseen(images, "images");
        }
    }

    /** OpenAI's function calls and custom ones, and Inspect's, whose function is the name. */
    private static void readCall(JsonAt call, Transcript transcript) {
        String id = idOf(call.get("id"));
        JsonAt custom = call.get("custom");
        if (custom != null) {
            readCall(id, custom.object().require("name", NAME), custom.get("input"), transcript);
            return;
        }
        JsonAt function = call.require("function", "A tool call holds function.name and function.arguments.");
        if (function.json().isString()) {
            readCall(id, function, call.get("arguments"), transcript);
        } else {
            readCall(id, function.object().require("name", NAME), function.get("arguments"), transcript);
        }
    }

    private static void readCall(@Nullable String id, JsonAt name, @Nullable JsonAt arguments, Transcript transcript) {
        if (arguments != null
                && !arguments.json().isString()
                && !arguments.json().isObject()) {
            throw arguments.error(
                    "is " + arguments.kind() + ", neither a JSON string nor an object",
                    "Send the arguments as the string the model wrote.");
        }
        transcript.call(id, name.text(), arguments == null ? "" : arguments.textOrJson());
    }

    private static void readTool(JsonAt message, JsonAt role, @Nullable JsonAt content, Transcript transcript) {
        List<ContentPart> parts = ContentParts.read(content, transcript);
        if (parts.stream().anyMatch(ContentPart.Result.class::isInstance)) {
            readUser(parts, role, transcript);
            return;
        }
        JsonAt id = message.get("tool_call_id");
        String text = TaggedText.unwrapResponse(ContentParts.onlyText(content, parts));
        transcript.result(idOf(id), withError(message.get("error"), text), id == null ? message : id);
    }

    /** Inspect tells beside the content that a tool failed. */
    private static String withError(@Nullable JsonAt error, String text) {
        if (error == null) {
            return text;
        }
        JsonAt said = error.json().isObject() ? error.get("message") : error;
        return ("[error] " + (said == null ? "" : said.textOrJson()) + "\n" + text).strip();
    }

    private static @Nullable String idOf(@Nullable JsonAt id) {
        return id == null ? null : id.textOrJson();
    }
}
