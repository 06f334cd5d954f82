package io.reagent.training.policy;

import io.reagent.core.agent.AgentPrompt;
import io.reagent.core.agent.HermesFormat;
import io.reagent.core.agent.LineFormat;
import io.reagent.core.agent.Message;
import io.reagent.core.agent.ModelTurn;
import io.reagent.core.agent.SampledTokens;
import io.reagent.core.agent.SpeechFormat;
import io.reagent.core.agent.ToolRequest;
import io.reagent.core.tools.ToolDescription;
import io.reagent.text.ChatTemplate;
import io.reagent.text.TextTooLongException;
import io.reagent.text.Tokenizer;
import io.reagent.text.TokenizerConfig;
import io.reagent.text.jinja.TemplateException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A policy's text side: tokenizer, chat template and the way it writes calls, from a Hugging Face directory. Thread-safe.
 *
 * <p>A prompt after the first is the one before, the tokens that were sampled, and what the template puts after an
 * assistant's message: nothing sampled is tokenised again, so a run is one sequence.
 */
public final class PolicyText {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int UNKNOWN_CONTEXT = 32_768;

    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final SpeechFormat format;
    private final int end;
    private final int context;

    private PolicyText(Tokenizer tokenizer, ChatTemplate template, SpeechFormat format, int end, int context) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.format = format;
        this.end = end;
        this.context = context;
    }

    /**
     * Blocking.
     *
     * @throws IllegalArgumentException when the directory lacks something, in words for whoever named it
     */
    static PolicyText load(Path directory, boolean plain) {
        if (Files.notExists(directory.resolve("tokenizer.json"))) {
            throw new IllegalArgumentException("there is no tokenizer.json in " + directory);
        }
        Tokenizer tokenizer = Tokenizer.load(directory);
        TokenizerConfig config = TokenizerConfig.read(directory);
        Integer end = tokenizer.id(config.named().getOrDefault("eos_token", ""));
        if (end == null) {
            throw new IllegalArgumentException("tokenizer_config.json in " + directory + " names no eos_token");
        }
        ChatTemplate template = new ChatTemplate(config, tokenizer);
        return new PolicyText(tokenizer, template, plain ? new PlainFormat() : format(config), end, context(directory));
    }

    /** The convention the chat template teaches. */
    private static SpeechFormat format(TokenizerConfig config) {
        boolean lines = config.chatTemplates().values().stream()
                .anyMatch(text -> text.contains("<call>") && !text.contains("<tool_call>"));
        return lines ? new LineFormat() : new HermesFormat();
    }

    private static int context(Path directory) {
        Path config = directory.resolve("config.json");
        return Files.exists(config)
                ? JSON.readTree(config.toFile()).path("max_position_embeddings").asInt(UNKNOWN_CONTEXT)
                : UNKNOWN_CONTEXT;
    }

    /** Ends every turn. */
    public int end() {
        return end;
    }

    /** Positions the model has, prompt and completion together. */
    public int context() {
        return context;
    }

    public int countTokens(String text) {
        return tokenizer.encodeText(text).length;
    }

    /** The prompt of a run's next turn. */
    int[] prompt(List<Message> messages, List<ToolDescription> tools) {
        int last = IntStream.range(0, messages.size())
                .filter(i -> messages.get(i) instanceof Message.Assistant)
                .max()
                .orElse(-1);
        if (last < 0) {
            return template.encode(spoken(messages), functions(tools), true, Map.of());
        }
        ModelTurn turn = ((Message.Assistant) messages.get(last)).turn();
        SampledTokens tokens = Objects.requireNonNull(turn.tokens(), "tokens");
        int[] before = concat(tokens.prompt(), tokens.completion());
        boolean ended = before[before.length - 1] == end;
        return concat(
                ended ? before : concat(before, end),
                after(turn, messages.subList(last + 1, messages.size()), functions(tools)));
    }

    /** What the template writes after the end of an assistant's turn, up to where the assistant speaks again. */
    private int[] after(ModelTurn turn, List<Message> messages, List<Map<String, Object>> functions) {
        List<io.reagent.text.Message> standIn = new ArrayList<>(List.of(
                io.reagent.text.Message.of("user", "q"),
                new io.reagent.text.Message(
                        "assistant", "a", null, calls(turn.speech().calls()), null, null)));
        long turns = ends(template.encode(standIn, functions, false, Map.of()));
        standIn.addAll(spoken(messages));
        int[] whole = template.encode(standIn, functions, true, Map.of());
        int at = 0;
        for (long seen = 0; seen < turns; at++) {
            seen += whole[at] == end ? 1 : 0;
        }
        return Arrays.copyOfRange(whole, at, whole.length);
    }

    private long ends(int[] tokens) {
        return Arrays.stream(tokens).filter(token -> token == end).count();
    }

    private static List<io.reagent.text.Message> spoken(List<Message> messages) {
        return messages.stream()
                .map(message -> switch (message) {
                    case Message.System system -> io.reagent.text.Message.of("system", system.text());
                    case Message.User user -> io.reagent.text.Message.of("user", user.text());
                    case Message.ToolAnswer answer ->
                        io.reagent.text.Message.toolResult(answer.callId(), answer.toolName(), answer.text());
                    case Message.Assistant unexpected ->
                        throw new IllegalArgumentException("an assistant's message is known by its tokens alone");
                })
                .toList();
    }

    private static List<io.reagent.text.Message.ToolCall> calls(List<ToolRequest> calls) {
        return calls.stream()
                .map(call -> new io.reagent.text.Message.ToolCall(call.id(), call.name(), arguments(call.arguments())))
                .toList();
    }

    private static Object arguments(String text) {
        try {
            return JSON.readValue(text, new TypeReference<Map<String, Object>>() {});
        } catch (JacksonException notAnObject) {
            return text;
        }
    }

    private static List<Map<String, Object>> functions(List<ToolDescription> tools) {
        return tools.stream()
                .map(tool -> JSON.convertValue(tool.toJson(), new TypeReference<Map<String, Object>>() {}))
                .toList();
    }

    /**
     * A conversation to imitate: its tokens, and which of them the assistant says, each turn's end included.
     *
     * @param tools definitions that its prompts had, in OpenAI's shape
     * @return one sequence, or one a turn where the template rewrites earlier ones
     * @throws IllegalArgumentException that names the message that the template cannot write whole
     */
    public List<Imitation> imitation(List<io.reagent.text.Message> conversation, List<Map<String, Object>> tools) {
        return new Lessons(template, format, end).of(conversation, tools);
    }

    /**
     * Tokens of a whole conversation; of one that is sure to have more than {@code most}, a number that it has at least.
     *
     * @throws IllegalArgumentException when the chat template refuses it
     */
    public int tokens(List<io.reagent.text.Message> conversation, List<Map<String, Object>> tools, int most) {
        return new Lessons(template, format, end).tokens(conversation, tools, most);
    }

    /**
     * Whether prompts tell the model about tools.
     *
     * @param tools definitions in OpenAI's shape
     */
    public boolean tells(List<Map<String, Object>> tools) {
        List<io.reagent.text.Message> asked = List.of(io.reagent.text.Message.of("user", "?"));
        return tools.isEmpty()
                || !template.render(asked, tools, true, Map.of())
                        .equals(template.render(asked, List.of(), true, Map.of()));
    }

    /** Whether a prompt shows what its system message says. */
    public boolean writesSystem(String system) {
        return !Arrays.equals(opening(AgentPrompt.plain(system, "?")), opening(AgentPrompt.plain(null, "?")));
    }

    /**
     * Tokens of the prompt that a task without tools opens with; of one that is sure to have more than {@code most}, a
     * number that it has at least.
     *
     * @throws IllegalArgumentException when the chat template refuses it
     */
    public int promptTokens(AgentPrompt opening, int most) {
        try {
            return template.encode(spoken(opening.opening()), List.of(), true, Map.of(), most).length;
        } catch (TextTooLongException longer) {
            return longer.fewestTokens();
        } catch (TemplateException refused) {
            throw refused(refused);
        }
    }

    private int[] opening(AgentPrompt opening) {
        try {
            return prompt(opening.opening(), List.of());
        } catch (TemplateException refused) {
            throw refused(refused);
        }
    }

    private static IllegalArgumentException refused(TemplateException refused) {
        return new IllegalArgumentException(
                "the chat template refuses a run's prompts: " + refused.getMessage(), refused);
    }

    /** Tokens, and which of them are learned. */
    public record Imitation(int[] tokens, boolean[] said) {
        /** How many are learned. */
        public int learned() {
            int count = 0;
            for (boolean one : said) {
                count += one ? 1 : 0;
            }
            return count;
        }
    }

    /** A turn from what was sampled. */
    ModelTurn turn(int[] prompt, int[] completion, float[] logprobs, boolean cut) {
        boolean ended = completion.length > 0 && completion[completion.length - 1] == end;
        String text = tokenizer.decode(ended ? Arrays.copyOf(completion, completion.length - 1) : completion, true);
        return ModelTurn.of(
                text,
                format.parse(text),
                cut && !ended ? ModelTurn.FinishReason.LENGTH : ModelTurn.FinishReason.STOP,
                new SampledTokens(prompt, completion, logprobs));
    }

    private static int[] concat(int[] one, int... other) {
        int[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
