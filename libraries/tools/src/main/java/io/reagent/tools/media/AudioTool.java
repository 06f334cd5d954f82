package io.reagent.tools.media;

import io.reagent.core.tools.Tool;
import io.reagent.core.tools.ToolContext;
import io.reagent.core.tools.ToolDescription;
import io.reagent.core.tools.ToolException;
import io.reagent.core.tools.ToolResult;
import io.reagent.tools.http.JsonService;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;

/** {@code audio2text}: has a recording transcribed by an OpenAI-compatible server. */
public final class AudioTool implements Tool {
    private static final ToolDescription DESCRIPTION =
            ToolDescription.of("audio2text", "Returns the words spoken in a recording.", """
            {"type": "object", "properties": {
              "audio": {"type": "string", "minLength": 1, "description": "a path or a URL"}},
             "required": ["audio"]}""");

    private final MediaFiles files;
    private final JsonService server;
    private final String model;

    /**
     * @param server its base URL ends where {@code /audio/transcriptions} begins
     * @param model a model there that hears
     */
    public AudioTool(MediaFiles files, JsonService server, String model) {
        this.files = files;
        this.server = server;
        this.model = model;
    }

    @Override
    public ToolDescription description() {
        return DESCRIPTION;
    }

    @Override
    public CompletionStage<ToolResult> call(JsonNode arguments, ToolContext context) {
        String boundary = "reagent-" + UUID.randomUUID();
        return files.load("audio", arguments.path("audio").asString(), "audio", context)
                .thenCompose(audio -> server.post(
                        "/audio/transcriptions",
                        "multipart/form-data; boundary=" + boundary,
                        form(audio, boundary),
                        context))
                .thenApply(AudioTool::read);
    }

    private byte[] form(MediaFile audio, String boundary) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        part(form, boundary, "name=\"model\"", "", model.getBytes(StandardCharsets.UTF_8));
        part(form, boundary, "name=\"response_format\"", "", "json".getBytes(StandardCharsets.UTF_8));
        String name = audio.name().replaceAll("[^\\w.-]", "_");
        part(
                form,
                boundary,
                "name=\"file\"; filename=\"" + name + "\"",
                "Content-Type: " + audio.type() + "\r\n",
                audio.bytes());
        write(form, "--" + boundary + "--\r\n");
        return form.toByteArray();
    }

    private static void part(
            ByteArrayOutputStream form, String boundary, String disposition, String headers, byte[] content) {
        write(form, "--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n" + headers + "\r\n");
        form.writeBytes(content);
        write(form, "\r\n");
    }

    private static void write(ByteArrayOutputStream form, String text) {
        form.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ToolResult read(JsonNode answer) {
        if (!answer.path("text").isString()) {
            throw new ToolException("the transcription server's answer has no text");
        }
        String text = answer.path("text").stringValue().strip();
        return ToolResult.of(text.isEmpty() ? "(no words are spoken)" : text);
    }
}
