package io.reagent.rrm.judges;

import io.reagent.core.judgement.Judgement;
import io.reagent.core.judgement.JudgementDelta;
import io.reagent.core.judgement.JudgementStream;
import io.reagent.core.judgement.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One time that a judge writes its judgement, continuations included. Guarded by itself: when time is up, the timer's
 * thread reads what the model's may still be adding to.
 */
final class Attempt {
    private JudgementStream stream = new JudgementStream();
    private Written.@Nullable End end;
    private TokenUsage usage = TokenUsage.NONE;
    private int continuations;
    private String replaced = "";

    /** Takes what was written and returns what it reveals. */
    synchronized List<JudgeEvent> hear(Written written) {
        return switch (written) {
            case Written.Text text -> append(text.text());
            case Written.End ended -> {
                end = ended;
                usage = usage.plus(ended.usage());
                yield List.of();
            }
        };
    }

    /** Adds text in the judge's place, after cutting away what is to be written anew. */
    synchronized List<JudgeEvent> force(Continuation continuation) {
        continuations++;
        String written = stream.generated();
        if (continuation.kept() < written.length()) {
            replaced = written.substring(continuation.kept()).strip();
            stream = new JudgementStream();
            // cuts are behind the critique: all of this was heard before
            stream.feed(written.substring(0, continuation.kept()));
        }
        return append(continuation.forced());
    }

    private List<JudgeEvent> append(String text) {
        return stream.feed(text).stream().map(Attempt::event).toList();
    }

    private static JudgeEvent event(JudgementDelta delta) {
        return switch (delta.block()) {
            case REASONING -> new JudgeEvent.Reasoning(delta.text());
            case CRITIQUE -> new JudgeEvent.Critique(delta.text());
        };
    }

    synchronized boolean heardAnything() {
        return !stream.generated().isEmpty();
    }

    /**
     * How to bring it to its score, or null: it is there, or out of reach.
     *
     * @param held whether the writer can be held to a form
     */
    synchronized @Nullable Continuation continuation(boolean held) {
        String written = stream.generated();
        Outcome outcome = judgement().outcome();
        boolean repairable = outcome == Outcome.TRUNCATED
                || held && outcome == Outcome.PARSE_ERROR && Continuation.lacksOnlyItsScore(written);
        if (!repairable || continuations == Continuation.MOST) {
            return null;
        }
        return held ? Continuation.held(written) : Continuation.free(written);
    }

    /** What was written makes, now that writing has stopped. */
    synchronized Judgement judgement() {
        if (end != null && end.reason() == Written.Reason.REFUSED) {
            return new Judgement.Failed(Outcome.REFUSED, "the judge's model declined to write", null, null);
        }
        return stream.finish(end == null || end.reason() == Written.Reason.LENGTH);
    }

    /** The same text, ended by something else than the judge. */
    synchronized Judgement failed(Outcome outcome, String detail) {
        String reasoning = null;
        String critique = null;
        switch (stream.finish(true)) {
            case Judgement.Scored scored -> {
                reasoning = scored.reasoning();
                critique = scored.critique();
            }
            case Judgement.Failed partial -> {
                reasoning = partial.reasoning();
                critique = partial.critique();
            }
        }
        return new Judgement.Failed(outcome, detail, reasoning, critique);
    }

    synchronized String generated() {
        return stream.generated();
    }

    synchronized TokenUsage usage() {
        return usage;
    }

    /** What was cut away to be written anew, empty for nothing. */
    synchronized String replaced() {
        return replaced;
    }

    synchronized int continuations() {
        return continuations;
    }
}
