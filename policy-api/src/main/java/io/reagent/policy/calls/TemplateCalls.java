package io.reagent.policy.calls;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.reagent.core.agent.SpeechFormat;
import io.reagent.lm.text.ChatTemplate;
import io.reagent.lm.text.Message;
import io.reagent.lm.text.jinja.TemplateException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model calls tools, found out by having its chat template write a call.
 *
 * @param written how calls stand in a turn; null when the template writes none, or writes them in a way not known here
 * @param several whether it writes several calls in a turn; some templates refuse to
 * @param told whether the template tells the model about tools; if not, the system message must
 */
public record TemplateCalls(@Nullable CallConvention written, boolean several, boolean told) {
    private static final String NAME = "probe_of_the_template";
    private static final Message ASKED = Message.of("user", "?");
    private static final Message.ToolCall CALL = new Message.ToolCall("probe0001", NAME, Map.of("key", "value"));
    private static final List<Map<String, Object>> TOOLS = List.of(Map.of(
            "type",
            "function",
            "function",
            Map.of(
                    "name",
                    NAME,
                    "description",
                    "A probe.",
                    "parameters",
                    Map.of("type", "object", "properties", Map.of()))));
    private static final LoadingCache<ChatTemplate, TemplateCalls> KNOWN =
            Caffeine.newBuilder().weakKeys().build(TemplateCalls::probe);

    public static TemplateCalls of(ChatTemplate template) {
        return KNOWN.get(template);
    }

    /** A template that writes no calls leaves the choice to us: the Hermes convention, to be explained to the model. */
    public SpeechFormat format() {
        return (written == null ? CallConvention.HERMES : written).format();
    }

    private static TemplateCalls probe(ChatTemplate template) {
        String before = render(template, List.of(ASKED));
        String after = render(template, List.of(ASKED, calling(CALL)));
        String call = after.startsWith(before) ? after.substring(before.length()) : after;
        boolean several = !render(template, List.of(ASKED, calling(CALL, CALL))).isEmpty();
        return new TemplateCalls(convention(call), several, before.contains(NAME));
    }

    private static Message calling(Message.ToolCall... calls) {
        return new Message("assistant", "", null, List.of(calls), null, null);
    }

    /** Templates may refuse what they were not made for. */
    private static String render(ChatTemplate template, List<Message> messages) {
        try {
            return template.render(messages, TOOLS, false, Map.of());
        } catch (TemplateException refused) {
            return "";
        }
    }

    private static @Nullable CallConvention convention(String call) {
        if (!call.contains(NAME)) {
            return null;
        }
        if (call.contains(CallConvention.HERMES.open())) {
            return CallConvention.HERMES;
        }
        if (call.contains(CallConvention.LINE.open() + " " + NAME)) {
            return CallConvention.LINE;
        }
        return call.contains("\"name\": \"" + NAME + "\", \"parameters\":") ? CallConvention.BARE_JSON : null;
    }
}
