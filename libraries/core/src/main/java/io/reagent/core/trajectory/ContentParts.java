package io.reagent.core.trajectory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Message content: a string, or a list of parts as OpenAI and others have them or of blocks as Anthropic has them. What a
 * judge cannot see is noted by its kind, as {@code [image]}, and named to the transcript; a part of no known type is an
 * error, since a trajectory without it might be another one.
 */
final class ContentParts {
    private static final Set<String> CALLS = Set.of("tool_use", "server_tool_use", "mcp_tool_use");
    private static final String KNOWN =
            "Send text, or parts of OpenAI's or Anthropic's types; leave out what no judge should read.";

    private ContentParts() {}

    /** The parts in their order; none when there is no content. */
    static List<ContentPart> read(@Nullable JsonAt content, Transcript unseen) {
        if (content == null) {
            return List.of();
        }
        if (content.json().isString()) {
            return List.of(new ContentPart.Text(content.text()));
        }
        if (!content.json().isArray()) {
            throw content.error(
                    "is " + content.kind() + ", neither a string nor an array of parts",
                    "Send text, or parts such as {\"type\": \"text\", \"text\": …}.");
        }
        List<ContentPart> parts = new ArrayList<>();
        for (JsonAt part : content.items()) {
            parts.add(
                    part.json().isString()
                            ? new ContentPart.Text(part.text())
                            : readPart(part.object(), type(part), unseen));
        }
        return parts;
    }

    /** Content that can only be text: its parts on lines of their own, empty when there is none. */
    static String text(@Nullable JsonAt content, Transcript unseen) {
        return onlyText(content, read(content, unseen));
    }

    /** The parts of such content. */
    static String onlyText(@Nullable JsonAt content, List<ContentPart> parts) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (!(parts.get(i) instanceof ContentPart.Text part)) {
                JsonAt at = content == null ? null : content.items().get(i).get("type");
                throw at == null
                        ? new IllegalStateException("a part without a type")
                        : at.error("is \"" + at.text() + "\" where only text can stand", KNOWN);
            }
            texts.add(part.text());
        }
        return String.join("\n", texts);
    }

    /** The texts among the parts, on lines of their own. */
    static String text(List<ContentPart> parts) {
        return String.join(
                "\n",
                parts.stream()
                        .filter(ContentPart.Text.class::isInstance)
                        .map(part -> ((ContentPart.Text) part).text())
                        .toList());
    }

    private static String type(JsonAt part) {
        return part.require("type", "Give every content part a type.").text();
    }

    private static ContentPart readPart(JsonAt part, String type, Transcript unseen) {
        return switch (type) {
            case "text", "input_text", "output_text", "summary_text", "reasoning_text" ->
                said(part.require("text", "A text part holds its text."));
            case "refusal" -> said(part.require("refusal", "A refusal part holds its text."));
            case "thinking" -> thinking(part, unseen);
            case "reasoning" ->
                new ContentPart.Thought(text(part.require("reasoning", "A reasoning part holds its text."), unseen));
            case "redacted_thinking" -> hiddenThought(part, type, unseen);
            case "image", "image_url", "input_image" -> hidden(part, type, "image", unseen);
            case "audio", "audio_url", "input_audio" -> hidden(part, type, "audio", unseen);
            case "video", "video_url", "input_video" -> hidden(part, type, "video", unseen);
            case "file", "input_file", "container_upload" -> hidden(part, type, "file", unseen);
            case "document" -> document(part, unseen);
            case "search_result" ->
                new ContentPart.Text(
                        joined(field(part, "title"), field(part, "source"), text(part.get("content"), unseen)));
            default -> readBlock(part, type, unseen);
        };
    }

    /** Of some models the maker gives a thought's signature without its text. */
    private static ContentPart thinking(JsonAt part, Transcript unseen) {
        String thought = text(part.require("thinking", "A thinking part holds its text."), unseen);
        return thought.isEmpty() && part.get("signature") != null
                ? hiddenThought(part, "thinking", unseen)
                : new ContentPart.Thought(thought);
    }

    private static ContentPart hiddenThought(JsonAt part, String type, Transcript unseen) {
        unseen.unseen(part, type);
        return new ContentPart.Thought("[thought that its model's maker hides]");
    }

    private static ContentPart readBlock(JsonAt part, String type, Transcript unseen) {
        if (CALLS.contains(type)) {
            JsonAt input = part.get("input");
            return new ContentPart.Call(
                    field(part, "id"),
                    part.require("name", "Name the tool that was called.").text(),
                    input == null ? "{}" : input.textOrJson());
        }
        if (type.equals("tool_result") || type.endsWith("_tool_result")) {
            JsonAt id = part.require("tool_use_id", "A result names the tool_use that it answers.");
            return new ContentPart.Result(id.text(), result(part, type, unseen), id);
        }
        throw part.require("type", KNOWN).error("is \"" + type + "\", a kind of part not known here", KNOWN);
    }

    private static String result(JsonAt part, String type, Transcript unseen) {
        JsonAt content = part.get("content");
        JsonAt failed = part.get("is_error");
        String text = content == null
                ? ""
                : type.equals("tool_result") || type.equals("mcp_tool_result")
                        ? text(content, unseen)
                        : type.equals("web_search_tool_result") ? pages(content, unseen) : content.textOrJson();
        return failed != null && failed.json().asBoolean(false) ? ("[error] " + text).strip() : text;
    }

    /** Titles and addresses; what the pages say is encrypted for the model that searched. */
    private static String pages(JsonAt content, Transcript unseen) {
        if (!content.json().isArray()) {
            return content.textOrJson();
        }
        List<String> pages = new ArrayList<>();
        for (JsonAt page : content.items()) {
            pages.add(joined(field(page.object(), "title"), field(page, "url"), field(page, "page_age")));
            if (page.get("encrypted_content") != null) {
                unseen.unseen(page, "encrypted_content");
            }
        }
        return String.join("\n\n", pages);
    }

    private static ContentPart document(JsonAt part, Transcript unseen) {
        JsonAt source = part.require("source", "A document holds its source.").object();
        String title = field(part, "title");
        return switch (type(source)) {
            case "text" ->
                new ContentPart.Text(joined(
                        title,
                        source.require("data", "A text source holds its data.").text()));
            case "content" -> new ContentPart.Text(joined(title, text(source.get("content"), unseen)));
            default -> {
                unseen.unseen(part, "document");
                yield new ContentPart.Text(joined(title, "[document]"));
            }
        };
    }

    private static ContentPart hidden(JsonAt part, String type, String kind, Transcript unseen) {
        unseen.unseen(part, type);
        return new ContentPart.Text("[" + kind + "]");
    }

    private static ContentPart said(JsonAt text) {
        return new ContentPart.Text(text.text());
    }

    private static @Nullable String field(JsonAt part, String name) {
        JsonAt value = part.get(name);
        return value == null ? null : value.textOrJson();
    }

    private static String joined(@Nullable String... lines) {
        List<String> said = new ArrayList<>();
        for (String line : lines) {
            if (line != null && !line.isBlank()) {
                said.add(line);
            }
        }
        return String.join("\n", said);
    }
}
