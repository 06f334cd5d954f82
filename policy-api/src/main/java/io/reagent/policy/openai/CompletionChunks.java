package io.reagent.policy.openai;

import io.reagent.lm.generate.Completion;
import io.reagent.lm.generate.GeneratedToken;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/** Completions in chunks. Where the prompt's logprobs are asked for, a choice is one chunk: they come with its end. */
final class CompletionChunks implements AnswerWriter {
    private final CompletionTurn turn;
    private final Envelope envelope;
    private final List<Choice> choices;

    CompletionChunks(CompletionTurn turn) {
        this.turn = turn;
        envelope = new Envelope(
                "cmpl-", turn.request().model(), turn.request().options().n());
        choices = IntStream.range(0, turn.choices())
                .mapToObj(i -> new Choice(i, turn.echoed(i), turn.logprobs(i)))
                .toList();
    }

    private static final class Choice {
        private final int index;
        private final LegacyLogprobs logprobs;
        private final StringBuilder text;
        private final List<GeneratedToken> untold = new ArrayList<>();
        private boolean begun;
        private int tokens;

        Choice(int index, String echoed, LegacyLogprobs logprobs) {
            this.index = index;
            this.text = new StringBuilder(echoed);
            this.logprobs = logprobs;
        }
    }

    @Override
    public List<ObjectNode> take(Sampled sampled) {
        Choice choice = choices.get(sampled.choice());
        return switch (sampled) {
            case Sampled.Token token -> {
                if (!turn.scoresOnly()) {
                    choice.text.append(token.token().text());
                    choice.untold.add(token.token());
                    choice.tokens++;
                }
                yield choice.text.isEmpty() || turn.scoresPrompt() ? List.of() : List.of(chunk(choice, List.of()));
            }
            case Sampled.Ended ended -> List.of(closing(choice, ended.completion()));
        };
    }

    private ObjectNode closing(Choice choice, Completion completion) {
        envelope.count(
                choice.index,
                completion,
                turn.scoresOnly() ? 0 : completion.tokens().size());
        List<LegacyLogprobs.Entry> prompt = turn.scoresPrompt()
                ? LegacyLogprobs.entries(turn.prompt(choice.index).ids()[0], completion.prompt())
                : List.of();
        ObjectNode chunk = chunk(choice, prompt);
        ((ObjectNode) chunk.path("choices").path(0))
                .put("finish_reason", turn.scoresOnly() ? "length" : Envelope.reason(completion.finishReason()));
        return chunk;
    }

    private ObjectNode chunk(Choice choice, List<LegacyLogprobs.Entry> prompt) {
        ObjectNode chunk = envelope.open("text_completion");
        ObjectNode json =
                chunk.putArray("choices").addObject().put("index", choice.index).put("text", choice.text.toString());
        json.putNull("logprobs");
        if (turn.request().logprobs() >= 0) {
            List<LegacyLogprobs.Entry> entries = new ArrayList<>(prompt);
            choice.untold.forEach(token -> entries.add(LegacyLogprobs.entry(token)));
            json.set("logprobs", choice.logprobs.of(entries));
        }
        json.putNull("finish_reason");
        if (turn.request().options().tokenIds()) {
            if (!choice.begun) {
                json.set(
                        "prompt_token_ids",
                        Envelope.ids(turn.prompt(choice.index).ids()));
            }
            json.set(
                    "token_ids",
                    Envelope.ids(choice.untold.stream().map(GeneratedToken::id).toList()));
        }
        if (turn.request().options().streaming().chunkUsage()) {
            chunk.set("usage", Envelope.usage(turn.prompt(choice.index).ids().length, choice.tokens));
        } else if (turn.request().options().streaming().usage()) {
            chunk.putNull("usage");
        }
        choice.begun = true;
        choice.text.setLength(0);
        choice.untold.clear();
        return chunk;
    }

    @Override
    public List<ObjectNode> end() {
        if (!turn.request().options().streaming().usage()) {
            return List.of();
        }
        ObjectNode last = envelope.open("text_completion");
        last.putArray("choices");
        last.set("usage", envelope.usage());
        return List.of(last);
    }
}
