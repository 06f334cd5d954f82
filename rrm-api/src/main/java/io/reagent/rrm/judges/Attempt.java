package io.reagent.rrm.judges;

import io.reagent.core.judgement.Judgement;
import io.reagent.core.judgement.JudgementDelta;
import io.reagent.core.judgement.JudgementStream;
import io.reagent.core.judgement.Outcome;
import io.reagent.core.trajectory.StorablePieces;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One time that a judge writes its judgement, continuations included. Guarded by itself: when time is up, the timer's
 * thread reads what the model's may still be adding to.
 */
final class Attempt {
    private final StorablePieces pieces = new StorablePieces();
    private JudgementStream stream = new JudgementStream();
    private Written.@Nullable End end;
    private TokenUsage usage = TokenUsage.NONE;
    private int tokensLeft;
    private int continuations;
    private boolean scoreForced;
    private String replaced = "";

    /** @param tokens the most the judge may write, continuations included */
    Attempt(int tokens) {
        tokensLeft = tokens;
    }

    /**
     * Takes what was written and returns what it reveals.
     *
     * @param asked the most tokens it was allowed
     */
    synchronized List<JudgeEvent> hear(Written written, int asked) {
        return switch (written) {
            case Written.Text text -> append(pieces.next(text.text()));
            case Written.End ended -> {
                end = ended;
                usage = usage.plus(ended.usage());
                int said = ended.usage().outputTokens();
                // a server that does not count has written all of it, where it was cut off
                tokensLeft -= Math.min(tokensLeft, ended.reason() == Written.Reason.LENGTH ? asked : said);
                yield append(pieces.rest());
            }
        };
    }

    /** Adds text in the judge's place, after cutting away what is to be written anew. */
    synchronized List<JudgeEvent> force(Continuation continuation) {
        continuations++;
        scoreForced |= continuation.forcesScore();
        List<JudgeEvent> events = new ArrayList<>();
        String written = stream.generated();
        if (continuation.kept() < written.length()) {
            String cut = written.substring(continuation.kept());
            replaced = cut.strip();
            stream = new JudgementStream();
            List<JudgeEvent> heard = append(written.substring(0, continuation.kept()));
            // behind a closed critique nothing was heard; a score inside an open one was
            if (!written.startsWith("</critique>", Math.max(0, continuation.kept() - "</critique>".length()))) {
                events.add(new JudgeEvent.Restarted());
                events.addAll(heard);
            }
        }
        events.addAll(append(continuation.forced()));
        return events;
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
        Outcome outcome = judgement().outcome();
        boolean repairable = outcome == Outcome.TRUNCATED || held && outcome == Outcome.PARSE_ERROR;
        if (!repairable || continuations == Continuation.MOST) {
            return null;
        }
        Continuation found = Continuation.of(stream.generated(), held);
        return found == null || found.maxTokens() > 0 && tokensLeft == 0 ? null : found;
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

    /** Tokens that the judge may still write. */
    synchronized int tokensLeft() {
        return tokensLeft;
    }

    /** What was cut away to be written anew, empty for nothing. */
    synchronized String replaced() {
        return replaced;
    }

    synchronized int continuations() {
        return continuations;
    }

    /** Whether its score was asked of a judge that had not begun one. */
    synchronized boolean scoreForced() {
        return scoreForced;
    }
}
