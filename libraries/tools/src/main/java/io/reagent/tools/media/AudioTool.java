package io.reagent.tools.media;

import io.reagent.core.tools.Tool;
import io.reagent.core.tools.ToolContext;
import io.reagent.core.tools.ToolDescription;
import io.reagent.core.tools.ToolException;
import io.reagent.core.tools.ToolResult;
import io.reagent.tools.http.JsonService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import tools.jackson.databind.JsonNode;

/** {@code audio2text}: has a recording transcribed by an OpenAI-compatible server. */
public final class AudioTool implements Tool {
    private static final ToolDescription DESCRIPTION =
            ToolDescription.of("audio2text", "Returns the words spoken in a recording.", """
            {"type": "object", "properties": {
              "audio": {"type": "string", "minLength": 1, "description": "a path or a URL"}},
             "required": ["audio"]}""");

    private static final ContentType FORM = ContentType.create("multipart/form-data");
    private static final ContentType PLAIN = ContentType.TEXT_PLAIN.withCharset(StandardCharsets.UTF_8);

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
        return files.load("audio", arguments.path("audio").asString(), "audio", context)
                .thenCompose(audio -> {
                    HttpEntity form = form(audio);
                    return server.post("/audio/transcriptions", form.getContentType(), bytes(form), context);
                })
                .thenApply(AudioTool::read);
    }

    private HttpEntity form(MediaFile audio) {
        return MultipartEntityBuilder.create()
                .setContentType(FORM)
                .addTextBody("model", model, PLAIN)
                .addTextBody("response_format", "json", PLAIN)
                .addBinaryBody(
                        "file",
                        audio.bytes(),
                        ContentType.parse(audio.type()),
                        audio.name().replaceAll("[^\\w.-]", "_"))
                .build();
    }

    private static byte[] bytes(HttpEntity form) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            form.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static ToolResult read(JsonNode answer) {
        if (!answer.path("text").isString()) {
            throw new ToolException("the transcription server's answer has no text");
        }
        String text = answer.path("text").stringValue().strip();
        return ToolResult.of(text.isEmpty() ? "(no words are spoken)" : text);
    }
}
