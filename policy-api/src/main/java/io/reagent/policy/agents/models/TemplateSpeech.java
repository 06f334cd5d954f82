package io.reagent.policy.agents.models;

import io.reagent.core.agent.HermesFormat;
import io.reagent.core.agent.LineFormat;
import io.reagent.core.agent.SpeechFormat;
import io.reagent.lm.text.ChatTemplate;
import io.reagent.lm.text.Message;
import io.reagent.lm.text.jinja.TemplateException;
import java.util.List;
import java.util.Map;

/**
 * How a model writes calls, seen from how its chat template writes one.
 *
 * @param format of the model's turns
 * @param told whether the template tells the model about tools; if not, the system message must
 */
record TemplateSpeech(SpeechFormat format, boolean told) {
    private static final String NAME = "probe_of_the_template";
    private static final Message ASKED = Message.of("user", "?");

    /** A template that writes no calls leaves the choice to us: the Hermes convention, explained in the system message. */
    static TemplateSpeech of(ChatTemplate template) {
        String called = render(template, List.of(ASKED, calling()), List.of());
        boolean told = render(template, List.of(ASKED), List.of(tool())).contains(NAME);
        return new TemplateSpeech(called.contains("<call> " + NAME) ? new LineFormat() : new HermesFormat(), told);
    }

    /** Templates may refuse what they were not made for. */
    private static String render(ChatTemplate template, List<Message> messages, List<Map<String, Object>> tools) {
        try {
            return template.render(messages, tools, false, Map.of());
        } catch (TemplateException refused) {
            return "";
        }
    }

    private static Message calling() {
        return new Message(
                "assistant", "", null, List.of(new Message.ToolCall("probe0001", NAME, Map.of())), null, null);
    }

    private static Map<String, Object> tool() {
        return Map.of(
                "type",
                "function",
                "function",
                Map.of(
                        "name",
                        NAME,
                        "description",
                        "",
                        "parameters",
                        Map.of("type", "object", "properties", Map.of())));
    }
}
