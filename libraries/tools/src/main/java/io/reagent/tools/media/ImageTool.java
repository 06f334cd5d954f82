package io.reagent.tools.media;

import io.reagent.core.tools.Tool;
import io.reagent.core.tools.ToolContext;
import io.reagent.core.tools.ToolDescription;
import io.reagent.core.tools.ToolException;
import io.reagent.core.tools.ToolResult;
import io.reagent.tools.http.JsonService;
import java.util.Base64;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code image2text}: asks a vision model of an OpenAI-compatible server about an image. */
public final class ImageTool implements Tool {
    private static final int MOST_TOKENS = 1_024;
    private static final ToolDescription DESCRIPTION =
            ToolDescription.of("image2text", "Says what an image shows, or answers a question about it.", """
            {"type": "object", "properties": {
              "image": {"type": "string", "minLength": 1, "description": "a path or a URL"},
              "query": {"type": "string", "minLength": 1}},
             "required": ["image", "query"]}""");

    private final MediaFiles files;
    private final JsonService server;
    private final String model;

    /**
     * @param server its base URL ends where {@code /chat/completions} begins
     * @param model a model there that sees
     */
    public ImageTool(MediaFiles files, JsonService server, String model) {
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
        String query = arguments.path("query").asString();
        return files.load("image", arguments.path("image").asString(), "image", context)
                .thenCompose(image -> server.post("/chat/completions", request(image, query), context))
                .thenApply(ImageTool::read);
    }

    private ObjectNode request(MediaFile image, String query) {
        ObjectNode request =
                JsonNodeFactory.instance.objectNode().put("model", model).put("max_tokens", MOST_TOKENS);
        ArrayNode content =
                request.putArray("messages").addObject().put("role", "user").putArray("content");
        content.addObject().put("type", "text").put("text", query);
        content.addObject()
                .put("type", "image_url")
                .putObject("image_url")
                .put(
                        "url",
                        "data:" + image.type() + ";base64,"
                                + Base64.getEncoder().encodeToString(image.bytes()));
        return request;
    }

    private static ToolResult read(JsonNode answer) {
        String text =
                answer.path("choices").path(0).path("message").path("content").asString("");
        if (text.isBlank()) {
            throw new ToolException("the vision model gave no answer");
        }
        return ToolResult.of(text.strip());
    }
}
