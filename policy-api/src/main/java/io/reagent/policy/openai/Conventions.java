package io.reagent.policy.openai;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.reagent.lm.text.ChatTemplate;
import io.reagent.lm.text.Message;
import io.reagent.lm.text.jinja.TemplateException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out how a model writes calls by having its chat template write one. */
final class Conventions {
    private static final String NAME = "probe_tool";
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
    private static final List<Message> CALL = List.of(
            Message.of("user", "?"),
            new Message(
                    "assistant",
                    "",
                    null,
                    List.of(new Message.ToolCall("call00000", NAME, Map.of("key", "value"))),
                    null,
                    null));

    private final LoadingCache<ChatTemplate, Optional<CallConvention>> known =
            Caffeine.newBuilder().weakKeys().build(template -> Optional.ofNullable(probe(template)));

    /** The convention, or null when the template writes no calls, or writes them in a way not known here. */
    @Nullable CallConvention of(ChatTemplate template) {
        return known.get(template).orElse(null);
    }

    private static @Nullable CallConvention probe(ChatTemplate template) {
        String before;
        String after;
        try {
            before = template.render(List.of(CALL.getFirst()), TOOLS, false, Map.of());
            after = template.render(CALL, TOOLS, false, Map.of());
        } catch (TemplateException refused) {
            return null;
        }
        String call = after.startsWith(before) ? after.substring(before.length()) : after;
        if (!call.contains(NAME)) {
            return null;
        }
        if (call.contains("<tool_call>")) {
            return CallConvention.HERMES;
        }
        if (call.contains("<call> " + NAME)) {
            return CallConvention.LINE;
        }
        return call.contains("\"name\": \"" + NAME + "\", \"parameters\":") ? CallConvention.BARE_JSON : null;
    }
}
