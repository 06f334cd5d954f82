package io.reagent.training.steps;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reagent.core.agent.AgentPrompt;
import io.reagent.lm.text.Message;
import io.reagent.training.datasets.Conversation;
import io.reagent.training.datasets.DatasetException;
import io.reagent.training.datasets.FittedDataset;
import io.reagent.training.datasets.TrainingTask;
import io.reagent.training.policy.PolicyText;
import io.reagent.training.runs.RunSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether tasks of files, which have no tools, fit a run's policy. A token stands for at least one byte, so most texts fit by their bytes alone; only the
 * others are encoded.
 */
final class Lengths implements FittedDataset.Measure {
    /** Of a message, for its role and what stands around it. */
    private static final int FRAME = 32;

    /** How long conversations are rendered to see that nothing of them is lost; the rest is seen when it is learned. */
    private static final Duration LOOKING = Duration.ofSeconds(10);

    private final PolicyText text;
    private final RunSpec spec;
    private final int room;
    /** Tokens of a prompt that says nothing. */
    private final int empty;

    private final Instant until = Instant.now().plus(LOOKING);

    Lengths(PolicyText text, RunSpec spec) {
        this.text = text;
        this.spec = spec;
        this.room = spec.sampling().limits(text.context()).contextTokens();
        this.empty = text.promptTokens(AgentPrompt.plain(null, "?"));
    }

    /** A prompt has to leave the policy something to say. */
    @Override
    public @Nullable String excess(TrainingTask task) {
        String system = task.system() == null ? spec.policy().system() : task.system();
        if (empty + bytes(system) + bytes(task.question()) + 2 * FRAME < room) {
            return null;
        }
        int tokens = text.promptTokens(AgentPrompt.plain(system, task.question()));
        return tokens < room
                ? null
                : String.format(
                        Locale.ROOT, "asks in %,d tokens; a rollout may have %,d, answer included", tokens, room);
    }

    @Override
    public @Nullable String excess(Conversation conversation) {
        Conversation told = RunContext.told(conversation, spec);
        if (!text.tells(told.tools())) {
            throw new DatasetException(told.where() + ": the chat template does not tell the model about tools;"
                    + " leave tools out, and describe them in a system message");
        }
        int bytes =
                told.tools().stream().mapToInt(tool -> bytes(tool.toString())).sum();
        for (Message message : told.messages()) {
            bytes += bytes(message.content())
                    + bytes(message.reasoningContent())
                    + FRAME
                    + message.toolCalls().stream()
                            .mapToInt(call -> bytes(call.toString()))
                            .sum();
        }
        if (2 * bytes + FRAME < text.context() && Instant.now().isAfter(until)) {
            return null;
        }
        int tokens = tokens(told);
        return tokens <= text.context()
                ? null
                : String.format(Locale.ROOT, "has %,d tokens; the model's context is %,d", tokens, text.context());
    }

    private int tokens(Conversation conversation) {
        return examples(text, conversation).stream()
                .mapToInt(example -> example.tokens().length)
                .max()
                .orElse(0);
    }

    /** @throws DatasetException that names the conversation, when a part of it cannot be learned */
    static List<PolicyText.Imitation> examples(PolicyText text, Conversation conversation) {
        try {
            return text.imitation(conversation.messages(), conversation.tools());
        } catch (IllegalArgumentException lost) {
            throw new DatasetException(conversation.where() + ": " + lost.getMessage());
        }
    }

    private static int bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(UTF_8).length;
    }
}
