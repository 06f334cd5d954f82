package io.reagent.text;

import io.reagent.text.jinja.Template;
import io.reagent.text.jinja.TemplateException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model's chat template with its tokenizer: conversations to prompts. Thread-safe. */
public final class ChatTemplate {
    private static final String TOOL_TEMPLATE = "tool_use";
    /** Behind the text that is to be gone on with; transformers' own, which some templates look for. */
    private static final String OPEN_END = "CONTINUE_FINAL_MESSAGE_TAG ";

    private record Source(String text, Template template) {}

    private final Map<String, Source> templates = new LinkedHashMap<>();
    private final Map<String, String> namedTokens;
    private final Tokenizer tokenizer;

    /**
     * Reads the templates of a configuration.
     *
     * @throws TokenizerException if there is none or one is not well-formed
     */
    public ChatTemplate(TokenizerConfig config, Tokenizer tokenizer) {
        if (config.chatTemplates().isEmpty()) {
            throw new TokenizerException("the model has no chat template; add chat_template to tokenizer_config.json,"
                    + " or a chat_template.jinja beside it");
        }
        config.chatTemplates().forEach((name, text) -> templates.put(name, parsed(name, text)));
        this.namedTokens = config.named();
        this.tokenizer = tokenizer;
    }

    /** Reads the template of a model directory. */
    public static ChatTemplate load(Path directory, Tokenizer tokenizer) {
        return new ChatTemplate(TokenizerConfig.read(directory), tokenizer);
    }

    /**
     * The prompt as text, exactly as transformers renders it. Not to be encoded when messages are other people's: use
     * {@link #encode}.
     *
     * @param tools OpenAI function definitions; empty for none
     * @param addGenerationPrompt end with the start of an assistant message
     * @param extra more variables, such as {@code enable_thinking}
     * @throws TemplateException if the template refuses the messages
     */
    public String render(
            List<TemplateMessage> messages,
            List<Map<String, Object>> tools,
            boolean addGenerationPrompt,
            Map<String, ? extends @Nullable Object> extra) {
        return source(tools).template().render(variables(messages, tools, addGenerationPrompt, extra));
    }

    /**
     * The prompt as ids. Control tokens that the template writes become control tokens; what messages, tools and extra
     * variables spell stays text, whatever it is. For harmless messages these are the ids of the rendered prompt.
     *
     * @throws TemplateException if the template refuses the messages
     */
    public int[] encode(
            List<TemplateMessage> messages,
            List<Map<String, Object>> tools,
            boolean addGenerationPrompt,
            Map<String, ? extends @Nullable Object> extra) {
        return encode(messages, tools, addGenerationPrompt, extra, Integer.MAX_VALUE);
    }

    /**
     * The same, where a prompt of more than so many tokens is of no use. Most that are longer are refused before they
     * are tokenised; ids that come back may still be more.
     *
     * @throws TextTooLongException if the prompt is sure to be longer
     */
    public int[] encode(
            List<TemplateMessage> messages,
            List<Map<String, Object>> tools,
            boolean addGenerationPrompt,
            Map<String, ? extends @Nullable Object> extra,
            int most) {
        return encode(source(tools), variables(messages, tools, addGenerationPrompt, extra), false, most);
    }

    /**
     * The prompt of a conversation whose last message is to be gone on with: it ends where that message's text does, as
     * with transformers' {@code continue_final_message}. White space at the text's end is kept unless the template trims.
     *
     * @throws TemplateException if the template refuses the messages, or leaves out or changes the last one's text
     * @throws TextTooLongException if the prompt is sure to be longer than {@code most} tokens
     */
    public int[] encodeOpen(
            List<TemplateMessage> messages,
            List<Map<String, Object>> tools,
            Map<String, ? extends @Nullable Object> extra,
            int most) {
        TemplateMessage last = messages.getLast();
        List<TemplateMessage> marked = new ArrayList<>(messages.subList(0, messages.size() - 1));
        marked.add(new TemplateMessage(
                last.role(),
                (last.content() == null ? "" : last.content()) + OPEN_END,
                last.reasoningContent(),
                last.toolCalls(),
                last.toolCallId(),
                last.name()));
        return encode(source(tools), variables(marked, tools, false, extra), true, most);
    }

    /** @param last the last message's text, as it was rendered */
    private static String untilOpenEnd(String rendered, String last) {
        int at = rendered.lastIndexOf(OPEN_END.strip());
        if (at < 0
                || !rendered.contains(
                        last.substring(0, last.length() - OPEN_END.length()).strip())) {
            throw new TemplateException(
                    "the last message's text does not stand in the prompt as it is, so it cannot be gone on with");
        }
        String open = rendered.substring(0, at);
        return rendered.startsWith(OPEN_END, at) ? open : open.stripTrailing();
    }

    /** Whether one of the templates reads a variable, so that giving it one may have an effect. */
    public boolean reads(String variable) {
        return templates.values().stream().anyMatch(source -> source.template().reads(variable));
    }

    private int[] encode(Source source, Map<String, @Nullable Object> variables, boolean open, int most) {
        ControlTokenMask mask = new ControlTokenMask(tokenizer.special().values(), List.of(source.text(), variables));
        variables.replaceAll((name, value) -> namedTokens.containsKey(name) ? value : mask.mask(value));
        String rendered = source.template().render(variables);
        String prompt = open ? untilOpenEnd(rendered, lastText(variables)) : rendered;
        tokenizer.refuseLonger(prompt, most);
        return mask.encode(prompt, tokenizer);
    }

    private static String lastText(Map<String, @Nullable Object> variables) {
        return variables.get("messages") instanceof List<?> messages
                        && messages.getLast() instanceof Map<?, ?> message
                        && message.get("content") instanceof String text
                ? text
                : OPEN_END;
    }

    private Source source(List<Map<String, Object>> tools) {
        Source forTools = tools.isEmpty() ? null : templates.get(TOOL_TEMPLATE);
        Source source = forTools == null ? templates.get(TokenizerConfig.DEFAULT_TEMPLATE) : forTools;
        if (source == null) {
            throw new TokenizerException("the model has chat templates " + templates.keySet() + ", none is the "
                    + TokenizerConfig.DEFAULT_TEMPLATE);
        }
        return source;
    }

    private Map<String, @Nullable Object> variables(
            List<TemplateMessage> messages,
            List<Map<String, Object>> tools,
            boolean addGenerationPrompt,
            Map<String, ? extends @Nullable Object> extra) {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>(namedTokens);
        // a control token stays the model's own, even if a request brings a variable of that name
        extra.forEach(variables::putIfAbsent);
        variables.put(
                "messages",
                new ArrayList<>(
                        messages.stream().map(TemplateMessage::variables).toList()));
        variables.put("tools", tools.isEmpty() ? null : tools);
        variables.putIfAbsent("documents", null);
        variables.put("add_generation_prompt", addGenerationPrompt);
        return variables;
    }

    private static Source parsed(String name, String text) {
        try {
            return new Source(text, Template.parse(text));
        } catch (TemplateException e) {
            throw new TokenizerException("chat template \"" + name + "\": " + e.getMessage(), e);
        }
    }
}
