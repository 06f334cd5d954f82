package io.reagent.policy.openai;

import io.reagent.lm.generate.Completion;
import io.reagent.lm.generate.FinishReason;
import io.reagent.lm.generate.GeneratedToken;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A chat completion in chunks: the role, then what is thought, said and called as it is known, then why it ended. */
final class ChatChunks implements AnswerWriter {
    private final ChatTurn turn;
    private final Envelope envelope;
    private final List<Choice> choices;
    private boolean begun;

    ChatChunks(ChatTurn turn) {
        this.turn = turn;
        int samples = turn.request().options().n();
        envelope = new Envelope("chatcmpl-", turn.request().model(), samples);
        choices = IntStream.range(0, samples)
                .mapToObj(i -> new Choice(i, turn.reader()))
                .toList();
    }

    private static final class Choice {
        private final int index;
        private final TurnReader reader;
        /** Tokens that no chunk has told of yet. */
        private final List<GeneratedToken> untold = new ArrayList<>();

        private boolean begun;
        private int calls;
        private int tokens;

        Choice(int index, TurnReader reader) {
            this.index = index;
            this.reader = reader;
        }
    }

    @Override
    public List<ObjectNode> take(Sampled sampled) {
        Choice choice = choices.get(sampled.choice());
        List<ObjectNode> chunks = new ArrayList<>();
        if (!choice.begun) {
            choice.begun = true;
            chunks.add(opening(choice));
        }
        switch (sampled) {
            case Sampled.Token token -> {
                choice.untold.add(token.token());
                choice.tokens++;
                say(choice, choice.reader.feed(token.token().text()), chunks);
            }
            case Sampled.Ended ended -> {
                say(choice, choice.reader.end(ended.completion().finishReason() != FinishReason.STOP), chunks);
                chunks.add(closing(choice, ended.completion()));
                envelope.count(
                        ended.choice(),
                        ended.completion(),
                        ended.completion().tokens().size());
            }
        }
        return chunks;
    }

    private ObjectNode opening(Choice choice) {
        ObjectNode chunk = chunk(
                choice,
                JsonNodeFactory.instance.objectNode().put("role", "assistant").put("content", ""));
        if (turn.request().options().tokenIds() && !begun) {
            chunk.set("prompt_token_ids", Envelope.ids(turn.prompt()));
        }
        begun = true;
        return chunk;
    }

    private void say(Choice choice, List<Delta> deltas, List<ObjectNode> chunks) {
        for (Delta delta : deltas) {
            switch (delta) {
                case Delta.Content more -> chunks.add(told(choice, text("content", more.text())));
                case Delta.Reasoning more -> chunks.add(told(choice, text("reasoning_content", more.text())));
                case Delta.Call call -> {
                    chunks.add(told(choice, call(choice.calls, ChatAnswer.call(call.name(), ""))));
                    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
                    arguments.putObject("function").put("arguments", call.arguments());
                    chunks.add(chunk(choice, call(choice.calls, arguments)));
                    choice.calls++;
                }
            }
        }
    }

    private static ObjectNode text(String field, String text) {
        return JsonNodeFactory.instance.objectNode().put(field, text);
    }

    private static ObjectNode call(int index, ObjectNode call) {
        ObjectNode delta = JsonNodeFactory.instance.objectNode();
        ObjectNode indexed = delta.putArray("tool_calls").addObject().put("index", index);
        indexed.setAll(call);
        return delta;
    }

    private ObjectNode closing(Choice choice, Completion completion) {
        ObjectNode chunk = told(choice, JsonNodeFactory.instance.objectNode());
        ((ObjectNode) chunk.path("choices").path(0))
                .put("finish_reason", ChatAnswer.reason(completion, choice.calls > 0));
        return chunk;
    }

    /** A chunk with the tokens since the last one. */
    private ObjectNode told(Choice choice, ObjectNode delta) {
        ObjectNode chunk = chunk(choice, delta);
        ObjectNode json = (ObjectNode) chunk.path("choices").path(0);
        if (turn.request().topLogprobs() >= 0 && !choice.untold.isEmpty()) {
            json.set("logprobs", Logprobs.chat(choice.untold, turn.texts()));
        }
        if (turn.request().options().tokenIds()) {
            json.set(
                    "token_ids",
                    Envelope.ids(choice.untold.stream().map(GeneratedToken::id).toList()));
        }
        choice.untold.clear();
        return chunk;
    }

    private ObjectNode chunk(Choice choice, ObjectNode delta) {
        ObjectNode chunk = envelope.open("chat.completion.chunk");
        ObjectNode json = chunk.putArray("choices").addObject().put("index", choice.index);
        json.set("delta", delta);
        json.putNull("logprobs");
        json.putNull("finish_reason");
        if (turn.request().options().streaming().chunkUsage()) {
            chunk.set("usage", Envelope.usage(turn.prompt().length, choice.tokens));
        } else if (turn.request().options().streaming().usage()) {
            chunk.putNull("usage");
        }
        return chunk;
    }

    @Override
    public List<ObjectNode> end() {
        if (!turn.request().options().streaming().usage()) {
            return List.of();
        }
        ObjectNode last = envelope.open("chat.completion.chunk");
        last.putArray("choices");
        last.set("usage", envelope.usage());
        return List.of(last);
    }
}
