package io.reagent.policy.openai;

import io.reagent.kit.json.FieldReader;
import io.reagent.lm.text.Message;
import io.reagent.policy.hosting.Sampler;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A chat completion request.
 *
 * @param templateVariables more variables for the chat template, such as {@code enable_thinking}
 * @param schema that the answer has to fit; null for free text
 * @param topLogprobs alternatives to report for each token; -1 for no logprobs
 */
record ChatRequest(
        String model,
        List<Message> messages,
        Tools tools,
        Map<String, Object> templateVariables,
        @Nullable JsonNode schema,
        int topLogprobs,
        SamplingOptions options)
        implements CompletionAsked {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_LOGPROBS = 20;

    ChatRequest {
        messages = List.copyOf(messages);
    }

    /** @throws io.reagent.kit.problem.ProblemException 400 naming the field; fields that are not known are let be */
    static ChatRequest read(FieldReader body) {
        return new ChatRequest(
                Fields.requiredText(body, "model", "a model's name"),
                ChatMessages.read(body),
                Tools.read(body),
                variables(body),
                schema(body),
                topLogprobs(body),
                SamplingOptions.read(body, 1));
    }

    @Override
    public long characters() {
        return messages.stream()
                        .mapToLong(message -> length(message.content()) + length(message.reasoningContent()))
                        .sum()
                + tools.definitions().toString().length();
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    @Override
    public String operation() {
        return "chat";
    }

    @Override
    public ChatTurn of(Sampler sampler) {
        return ChatTurn.of(this, sampler);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> variables(FieldReader body) {
        FieldReader variables = body.object("chat_template_kwargs");
        return variables == null ? Map.of() : JSON.convertValue(variables.object(), Map.class);
    }

    private static @Nullable JsonNode schema(FieldReader body) {
        FieldReader format = body.object("response_format");
        if (format == null) {
            return null;
        }
        String type = Fields.requiredText(format, "type", "text, json_object or json_schema");
        return switch (type) {
            case "text" -> null;
            case "json_object" -> FunctionTool.ANY_OBJECT;
            case "json_schema" -> {
                format.required("json_schema", "the schema's name and the schema");
                FieldReader named = format.object("json_schema");
                yield named == null ? null : named.required("schema", "a JSON schema");
            }
            default ->
                throw Refusals.invalid(
                        "response_format.type",
                        "'" + type + "' is not a response format",
                        "Formats are text, json_object and json_schema.");
        };
    }

    private static int topLogprobs(FieldReader body) {
        boolean wanted = Fields.truth(body, "logprobs", false);
        Integer top = Fields.integer(body, "top_logprobs", 0, MOST_LOGPROBS);
        if (top != null && top > 0 && !wanted) {
            throw Refusals.invalid(
                    "top_logprobs", "top_logprobs needs logprobs to be true", "Send \"logprobs\": true as well.");
        }
        return wanted ? top == null ? 0 : top : -1;
    }
}
