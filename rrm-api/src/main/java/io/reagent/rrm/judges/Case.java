package io.reagent.rrm.judges;

import io.reagent.core.judgement.Judgement;
import io.reagent.core.judgement.Outcome;
import io.reagent.core.judgement.Rendering;
import io.reagent.core.trajectory.Step;
import io.reagent.core.trajectory.StorableText;
import io.reagent.core.trajectory.ToolCall;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.rrm.judges.JudgeEvent.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** One trajectory before a judge: its rendering so far, the attempts made, and the verdict they add up to. */
final class Case {
    /** Guesses of what fits may fail; after these many the question and calls alone are too long. */
    private static final int SHORTENINGS = 6;

    /** Characters of what a judge wrote in vain that a diagnostic shows. */
    private static final int MOST_SHOWN = 200;

    /** Characters from which on rendering a trajectory takes longer than some milliseconds. */
    private static final int LONG = 64 * 1024;

    private final Trajectory trajectory;
    private final Scheduler threads;
    private final long start = System.nanoTime();
    private final List<Attempt> attempts = new ArrayList<>();
    private volatile @Nullable Rendering rendering;
    private @Nullable Verdict verdict;

    /** @param longTrajectories where long ones are rendered */
    Case(Trajectory trajectory, Scheduler longTrajectories) {
        this.trajectory = trajectory;
        this.threads = characters(trajectory) > LONG ? longTrajectories : Schedulers.parallel();
    }

    private static long characters(Trajectory trajectory) {
        long characters = trajectory.question().length();
        characters += length(trajectory.answer());
        for (Step step : trajectory.steps()) {
            characters += length(step.thought());
            for (ToolCall call : step.calls()) {
                characters += call.arguments().length() + length(call.result());
            }
        }
        return characters;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** Where its rendering is computed: a long one where nobody else waits for it. */
    Scheduler threads() {
        return threads;
    }

    /** @param tokens the most it may write, continuations included */
    synchronized Attempt begin(int tokens) {
        Attempt attempt = new Attempt(tokens);
        attempts.add(attempt);
        return attempt;
    }

    Prompt prompt(PromptMaker prompts) {
        Rendering current = rendering;
        if (current == null) {
            current = prompts.render(trajectory);
            rendering = current;
        }
        return prompts.fill(current);
    }

    /** Renders shorter, if that is possible. */
    boolean shorten(PromptMaker prompts, PromptTooLongException tooLong, int shortenings) {
        Rendering before = rendering;
        if (before == null || shortenings == SHORTENINGS) {
            return false;
        }
        int length = before.text().length();
        Rendering shorter = prompts.render(trajectory, (int) (length * tooLong.fraction()));
        rendering = shorter;
        return shorter.text().length() < length;
    }

    /** Decides; the first decision stays. */
    synchronized void decide(Judgement judgement) {
        if (verdict == null) {
            TokenUsage usage = attempts.stream().map(Attempt::usage).reduce(TokenUsage.NONE, TokenUsage::plus);
            Duration latency = Duration.ofNanos(System.nanoTime() - start);
            verdict = new Verdict(judgement, current().generated(), usage, latency, diagnostics(judgement));
        }
    }

    /** The model went away: whatever it wrote is kept, and nothing is when it wrote nothing. */
    synchronized void brokenOff(JudgeUnavailableException error) {
        if (current().heardAnything()) {
            decide(current().failed(Outcome.UNAVAILABLE, error.detail()));
        } else if (attempts.size() > 1) {
            attempts.removeLast();
            decide(current().judgement());
        } else {
            throw error;
        }
    }

    /** The verdict; where writing ended without one, time was up. */
    synchronized Verdict verdict(Duration timeout) {
        decide(current()
                .failed(
                        Outcome.TIMEOUT,
                        "no verdict within " + timeout.toMillis() + " ms, the request's timeout or else the judge's"));
        return Objects.requireNonNull(verdict);
    }

    private Attempt current() {
        return attempts.getLast();
    }

    private Map<String, Object> diagnostics(Judgement judgement) {
        Map<String, Object> found = new LinkedHashMap<>();
        if (judgement instanceof Judgement.Failed failed) {
            found.put("detail", StorableText.of(failed.detail()));
        }
        if (attempts.size() > 1) {
            found.put("attempts", attempts.size());
        }
        int continuations = attempts.stream().mapToInt(Attempt::continuations).sum();
        if (continuations > 0) {
            found.put(Verdict.CONTINUATIONS, continuations);
        }
        if (judgement instanceof Judgement.Scored && current().scoreForced()) {
            found.put(Verdict.SCORE_FORCED, true);
        }
        if (!current().replaced().isEmpty()) {
            found.put("replaced", StorableText.head(current().replaced(), MOST_SHOWN));
        }
        Rendering shown = rendering;
        if (shown != null && shown.cutCharacters() > 0) {
            found.put("shortened_characters", shown.cutCharacters());
        }
        return found;
    }
}
