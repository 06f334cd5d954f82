package io.reagent.policy.openai;

import io.reagent.lm.generate.Completion;
import io.reagent.lm.generate.GeneratedToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Completions as one answer. */
final class CompletionAnswer implements AnswerWriter {
    private final CompletionTurn turn;
    private final Envelope envelope;
    private final ObjectNode[] choices;

    CompletionAnswer(CompletionTurn turn) {
        this.turn = turn;
        envelope = new Envelope(
                "cmpl-", turn.request().model(), turn.request().options().n());
        choices = new ObjectNode[turn.choices()];
    }

    @Override
    public List<ObjectNode> take(Sampled sampled) {
        if (sampled instanceof Sampled.Ended ended) {
            Completion completion = ended.completion();
            List<GeneratedToken> tokens = turn.scoresOnly() ? List.of() : completion.tokens();
            envelope.count(ended.choice(), completion, tokens.size());
            choices[ended.choice()] = json(ended.choice(), completion, tokens);
        }
        return List.of();
    }

    private ObjectNode json(int choice, Completion completion, List<GeneratedToken> tokens) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("index", choice);
        json.put("text", turn.echoed(choice) + (turn.scoresOnly() ? "" : completion.text()));
        if (turn.request().logprobs() >= 0) {
            json.set("logprobs", turn.logprobs(choice).of(entries(choice, completion, tokens)));
        } else {
            json.putNull("logprobs");
        }
        json.put("finish_reason", turn.scoresOnly() ? "length" : Envelope.reason(completion.finishReason()));
        if (turn.request().options().tokenIds()) {
            json.set("prompt_token_ids", Envelope.ids(turn.prompt(choice).ids()));
            json.set(
                    "token_ids",
                    Envelope.ids(tokens.stream().map(GeneratedToken::id).toList()));
        }
        return json;
    }

    private List<LegacyLogprobs.Entry> entries(int choice, Completion completion, List<GeneratedToken> tokens) {
        List<LegacyLogprobs.Entry> entries = new ArrayList<>();
        if (turn.scoresPrompt()) {
            entries.addAll(LegacyLogprobs.entries(turn.prompt(choice).ids()[0], completion.prompt()));
        }
        tokens.forEach(token -> entries.add(LegacyLogprobs.entry(token)));
        return entries;
    }

    @Override
    public List<ObjectNode> end() {
        ObjectNode answer = envelope.open("text_completion");
        answer.putArray("choices").addAll(Arrays.asList(choices));
        answer.set("usage", envelope.usage());
        return List.of(answer);
    }
}
