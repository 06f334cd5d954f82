package io.reagent.agents.runs;

import io.reagent.agents.store.AgentRunStore.Attempted;
import io.reagent.agents.store.AttemptJudgement;
import io.reagent.agents.store.AttemptRecord;
import io.reagent.agents.store.CallRecord;
import io.reagent.agents.store.TurnRecord;
import io.reagent.agents.store.UsageRecord;
import io.reagent.core.agent.AgentLimits.Limit;
import io.reagent.core.agent.AgentPrompt;
import io.reagent.core.agent.Message;
import io.reagent.core.agent.Rollout;
import io.reagent.core.agent.Speech;
import io.reagent.core.agent.TokenSequence;
import io.reagent.core.agent.Turn;
import io.reagent.core.trajectory.StorableText;
import io.reagent.core.trajectory.TrajectoryWriter;
import io.reagent.kit.database.Columns;
import io.reagent.kit.database.UuidV7;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Rollouts as they are kept. */
final class AttemptRecords {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private AttemptRecords() {}

    static Attempted of(String stage, AgentPrompt prompt, Rollout rollout, @Nullable AttemptJudgement judgement) {
        return new Attempted(
                new AttemptRecord(
                        UuidV7.next(),
                        stage,
                        rollout.trajectory().answer(),
                        rollout.stop().name(),
                        name(rollout.limit()),
                        rollout.error() == null ? null : StorableText.of(rollout.error()),
                        rollout.turns().stream().map(AttemptRecords::turn).toList(),
                        judgement,
                        usage(rollout),
                        rollout.elapsed().toMillis()),
                rollout.trajectory(),
                Columns.storable(TrajectoryWriter.toJson(rollout.trajectory())),
                messages(prompt, rollout.turns()),
                sequences(rollout));
    }

    static TurnRecord turn(Turn turn) {
        Speech speech = turn.spoken().speech();
        return new TurnRecord(
                turn.told() == null ? null : name(turn.told().limit()),
                speech.thought(),
                speech.said(),
                turn.calls().stream().map(AttemptRecords::call).toList(),
                turn.spoken().finish().name(),
                turn.spoken().promptTokens(),
                turn.spoken().completionTokens(),
                turn.modelTime().toMillis(),
                turn.toolTime().toMillis());
    }

    private static CallRecord call(Turn.Call call) {
        return new CallRecord(
                call.request().name(),
                call.request().arguments(),
                call.result().text(),
                call.result().failed(),
                call.elapsed().toMillis());
    }

    private static @Nullable String name(@Nullable Limit limit) {
        return limit == null ? null : limit.name();
    }

    private static UsageRecord usage(Rollout rollout) {
        int prompts = rollout.turns().stream()
                .mapToInt(turn -> turn.spoken().promptTokens())
                .sum();
        return new UsageRecord(rollout.turns().size(), rollout.calls(), prompts, rollout.completionTokens());
    }

    /** The opening and the turns in OpenAI's shape, the text of each turn as generated in {@code content}. */
    private static ArrayNode messages(AgentPrompt prompt, List<Turn> turns) {
        ArrayNode messages = JSON.arrayNode();
        for (Message message : prompt.opening()) {
            switch (message) {
                case Message.System system -> add(messages, "system", system.text());
                case Message.User user -> add(messages, "user", user.text());
                case Message.Assistant a -> throw new IllegalStateException("no prompt opens with a turn");
                case Message.ToolAnswer t -> throw new IllegalStateException("no prompt opens with a result");
            }
        }
        for (int i = 0; i < turns.size(); i++) {
            Turn.Told told = turns.get(i).told();
            if (told != null) {
                add(messages, "user", told.text());
            }
            turn(messages, turns.get(i), i);
        }
        return messages;
    }

    private static void turn(ArrayNode messages, Turn turn, int index) {
        Speech speech = turn.spoken().speech();
        ObjectNode message = add(messages, "assistant", speech.said());
        if (speech.thought() != null) {
            message.put("reasoning_content", speech.thought());
        }
        if (turn.calls().isEmpty()) {
            return;
        }
        ArrayNode calls = message.putArray("tool_calls");
        for (Turn.Call call : turn.calls()) {
            calls.addObject()
                    .put("id", id(index, call))
                    .put("type", "function")
                    .putObject("function")
                    .put("name", call.request().name())
                    .put("arguments", call.request().arguments());
        }
        for (Turn.Call call : turn.calls()) {
            add(messages, "tool", call.result().text()).put("tool_call_id", id(index, call));
        }
    }

    private static String id(int turn, Turn.Call call) {
        return "turn_" + turn + "_" + call.request().id();
    }

    private static ObjectNode add(ArrayNode messages, String role, String content) {
        return messages.addObject().put("role", role).put("content", content);
    }

    /** {@code [{tokens, logprobs}]}, logprobs null where a token was not sampled; null when a turn has no token ids. */
    private static @Nullable JsonNode sequences(Rollout rollout) {
        if (rollout.turns().stream().anyMatch(turn -> turn.spoken().tokens() == null)) {
            return null;
        }
        ArrayNode sequences = JSON.arrayNode();
        for (TokenSequence sequence : rollout.sequences()) {
            ObjectNode written = sequences.addObject();
            ArrayNode tokens = written.putArray("tokens");
            ArrayNode logprobs = written.putArray("logprobs");
            for (int i = 0; i < sequence.tokens().length; i++) {
                tokens.add(sequence.tokens()[i]);
                if (sequence.sampled()[i]) {
                    logprobs.add(sequence.logprobs()[i]);
                } else {
                    logprobs.addNull();
                }
            }
        }
        return sequences;
    }
}
