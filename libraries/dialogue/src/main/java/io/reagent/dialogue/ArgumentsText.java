package io.reagent.dialogue;

import io.reagent.core.trajectory.ToolCall;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Arguments of calls as text. */
final class ArgumentsText {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern SURROGATE = Pattern.compile("\\\\u[dD][89a-fA-F]");

    private ArgumentsText() {}

    /** What stands in a conversation: a map, or text that is no JSON object. */
    static String of(Object arguments) {
        return arguments instanceof String text ? text : ToolCall.argumentsText(JSON.valueToTree(arguments));
    }

    /** The same arguments without halves of surrogate pairs, which a model may write as escapes and strict readers refuse. */
    static String wellFormed(String arguments) {
        if (!SURROGATE.matcher(arguments).find()) {
            return WellFormed.text(arguments);
        }
        try {
            JsonNode read = JSON.readTree(arguments);
            JsonNode clean = WellFormed.json(read);
            return clean == read ? arguments : ToolCall.argumentsText(clean);
        } catch (JacksonException noJson) {
            return WellFormed.text(arguments);
        }
    }
}
