package io.reagent.policy.openai;

import io.reagent.kit.database.UuidV7;
import io.reagent.lm.generate.Completion;
import io.reagent.lm.generate.FinishReason;
import io.reagent.lm.generate.GeneratedToken;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A chat completion as one answer. */
final class ChatAnswer implements AnswerWriter {
    private final ChatTurn turn;
    private final Envelope envelope;
    private final List<Choice> choices;

    ChatAnswer(ChatTurn turn) {
        this.turn = turn;
        int samples = turn.request().options().n();
        envelope = new Envelope("chatcmpl-", turn.request().model(), samples);
        choices = IntStream.range(0, samples)
                .mapToObj(i -> new Choice(turn.reader()))
                .toList();
    }

    private static final class Choice {
        private final TurnReader reader;
        private final StringBuilder content = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private final List<Delta.Call> calls = new ArrayList<>();
        private @Nullable Completion completion;

        Choice(TurnReader reader) {
            this.reader = reader;
        }

        void take(List<Delta> deltas) {
            for (Delta delta : deltas) {
                switch (delta) {
                    case Delta.Content more -> content.append(more.text());
                    case Delta.Reasoning more -> reasoning.append(more.text());
                    case Delta.Call call -> calls.add(call);
                }
            }
        }
    }

    @Override
    public List<ObjectNode> take(Sampled sampled) {
        Choice choice = choices.get(sampled.choice());
        switch (sampled) {
            case Sampled.Token token ->
                choice.take(choice.reader.feed(token.token().text()));
            case Sampled.Ended ended -> {
                choice.take(choice.reader.end(ended.completion().finishReason() != FinishReason.STOP));
                choice.completion = ended.completion();
                envelope.count(
                        ended.choice(),
                        ended.completion(),
                        ended.completion().tokens().size());
            }
        }
        return List.of();
    }

    @Override
    public List<ObjectNode> end() {
        ObjectNode answer = envelope.open("chat.completion");
        ArrayNode array = answer.putArray("choices");
        for (int i = 0; i < choices.size(); i++) {
            Completion completion = choices.get(i).completion;
            if (completion == null) {
                throw new IllegalStateException("choice " + i + " has not ended");
            }
            array.add(json(i, choices.get(i), completion));
        }
        if (turn.request().options().tokenIds()) {
            answer.set("prompt_token_ids", Envelope.ids(turn.prompt()));
        }
        answer.set("usage", envelope.usage());
        return List.of(answer);
    }

    private ObjectNode json(int index, Choice choice, Completion completion) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("index", index);
        json.set("message", message(choice));
        if (turn.request().topLogprobs() >= 0) {
            json.set("logprobs", Logprobs.chat(completion.tokens(), turn.texts()));
        } else {
            json.putNull("logprobs");
        }
        json.put("finish_reason", reason(completion, !choice.calls.isEmpty()));
        if (turn.request().options().tokenIds()) {
            json.set(
                    "token_ids",
                    Envelope.ids(
                            completion.tokens().stream().map(GeneratedToken::id).toList()));
        }
        return json;
    }

    private static ObjectNode message(Choice choice) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("role", "assistant");
        // clients take a missing text for "only calls"
        message.put("content", choice.content.isEmpty() && !choice.calls.isEmpty() ? null : choice.content.toString());
        message.putNull("refusal");
        if (!choice.reasoning.isEmpty()) {
            message.put("reasoning_content", choice.reasoning.toString());
        }
        if (!choice.calls.isEmpty()) {
            ArrayNode calls = message.putArray("tool_calls");
            for (Delta.Call call : choice.calls) {
                calls.add(call(call.name(), call.arguments()));
            }
        }
        return message;
    }

    static ObjectNode call(String name, String arguments) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", "call_" + UuidV7.next().toString().replace("-", ""))
                .put("type", "function");
        json.putObject("function").put("name", name).put("arguments", arguments);
        return json;
    }

    static String reason(Completion completion, boolean called) {
        String reason = Envelope.reason(completion.finishReason());
        return called && reason.equals("stop") ? "tool_calls" : reason;
    }
}
