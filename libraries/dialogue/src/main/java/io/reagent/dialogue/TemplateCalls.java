package io.reagent.dialogue;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.reagent.core.agent.SpeechFormat;
import io.reagent.core.tools.ToolDescription;
import io.reagent.text.ChatTemplate;
import io.reagent.text.TemplateMessage;
import io.reagent.text.jinja.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model calls tools, found out by having its chat template write a call and its result.
 *
 * @param written how calls stand in a turn; null when the template writes none, or writes them in a way not known here
 * @param several whether it writes several calls in a turn; some templates refuse to
 * @param told whether the template tells the model about tools; if not, the system message must
 * @param silent whether it writes no calls at all; they are then put into the turn's text
 * @param answers whether it writes results as tool messages; if not, they are put into a user's
 */
public record TemplateCalls(
        @Nullable CallConvention written, boolean several, boolean told, boolean silent, boolean answers) {
    private static final String NAME = "probe_of_the_template";
    private static final TemplateMessage ASKED = TemplateMessage.of("user", "?");
    private static final TemplateMessage.ToolCall CALL =
            new TemplateMessage.ToolCall("probe0001", NAME, Map.of("key", "value"));
    private static final String FOUND = "result_of_the_probe";
    private static final TemplateMessage RESULT = TemplateMessage.toolResult("probe0001", NAME, FOUND);
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
    public CallConvention convention() {
        return written == null ? CallConvention.HERMES : written;
    }

    public SpeechFormat format() {
        return convention().format();
    }

    /** Whether calls of the model can be read: the template writes them in a way known here, or leaves that to us. */
    public boolean readable() {
        return written != null || silent;
    }

    /** @throws UnfitTemplateException when there are tools and calls of them could not be read */
    void requireReadable(List<ToolDescription> tools) {
        if (!tools.isEmpty() && !readable()) {
            throw new UnfitTemplateException("the chat template writes tool calls in a way that is not known here;"
                    + " leave tools out, or choose another model");
        }
    }

    /**
     * A conversation as the template can write it, so that nothing of it is lost: tools that the template would not tell of
     * are described in the system message, calls and results that it would leave out stand in the text.
     *
     * @param tools those to be told about; none to tell about none
     */
    public List<TemplateMessage> spelled(List<TemplateMessage> messages, List<ToolDescription> tools) {
        List<TemplateMessage> spelled = new ArrayList<>();
        String instructions = told || tools.isEmpty() ? null : format().instructions(tools);
        boolean ledBySystem = !messages.isEmpty() && messages.getFirst().role().equals("system");
        if (instructions != null && !ledBySystem) {
            spelled.add(TemplateMessage.of("system", instructions));
        }
        List<String> results = new ArrayList<>();
        for (TemplateMessage message : messages) {
            if (message.role().equals("tool") && !answers) {
                results.add(format().result(String.valueOf(message.content())));
                continue;
            }
            if (message.role().equals("user") && !results.isEmpty()) {
                results.add(String.valueOf(message.content()));
                answer(spelled, results, message.name());
                continue;
            }
            answer(spelled, results, null);
            boolean leads = ledBySystem && spelled.isEmpty();
            spelled.add(
                    leads && instructions != null
                            ? TemplateMessage.of("system", message.content() + "\n\n" + instructions)
                            : spelled(message));
        }
        answer(spelled, results, null);
        return spelled;
    }

    /**
     * Results of one turn go together, with what the user says behind them: some templates want users and assistants to
     * take turns.
     */
    private static void answer(List<TemplateMessage> spelled, List<String> results, @Nullable String name) {
        if (!results.isEmpty()) {
            spelled.add(new TemplateMessage("user", String.join("\n", results), null, List.of(), null, name));
            results.clear();
        }
    }

    private TemplateMessage spelled(TemplateMessage message) {
        if (!silent || message.toolCalls().isEmpty()) {
            return message;
        }
        String said = message.content() == null ? "" : message.content();
        return new TemplateMessage(
                message.role(),
                convention().written(said, message.toolCalls()),
                message.reasoningContent(),
                List.of(),
                null,
                message.name());
    }

    private static TemplateCalls probe(ChatTemplate template) {
        String before = render(template, List.of(ASKED));
        String after = render(template, List.of(ASKED, calling(CALL)));
        String call = after.startsWith(before) ? after.substring(before.length()) : after;
        boolean several = !render(template, List.of(ASKED, calling(CALL, CALL))).isEmpty();
        boolean silent = !call.contains(NAME);
        TemplateMessage turn = silent ? TemplateMessage.of("assistant", "?") : calling(CALL);
        boolean answers = render(template, List.of(ASKED, turn, RESULT)).contains(FOUND);
        return new TemplateCalls(convention(call), several, before.contains(NAME), silent, answers);
    }

    private static TemplateMessage calling(TemplateMessage.ToolCall... calls) {
        return new TemplateMessage("assistant", "", null, List.of(calls), null, null);
    }

    /** Templates may refuse what they were not made for. */
    private static String render(ChatTemplate template, List<TemplateMessage> messages) {
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
