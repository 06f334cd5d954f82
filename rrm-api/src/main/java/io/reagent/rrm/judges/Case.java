package io.reagent.rrm.judges;

import io.reagent.core.judgement.Judgement;
import io.reagent.core.judgement.Outcome;
import io.reagent.core.trajectory.StorableText;
import io.reagent.rrm.judges.JudgeEvent.Verdict;
import io.reagent.rrm.judges.Showing.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/** One sample of a judgement: what it was shown, the attempts made, and the verdict they add up to. */
final class Case {
    /** Guesses of what fits may fail; after these many the question and calls alone are too long. */
    private static final int SHORTENINGS = 6;

    /** Characters of what a judge wrote in vain that a diagnostic shows. */
    private static final int MOST_SHOWN = 200;

    private final Showing showing;
    private final long start = System.nanoTime();
    private final List<Attempt> attempts = new ArrayList<>();
    private volatile @Nullable Shown shown;
    private @Nullable Verdict verdict;

    Case(Showing showing) {
        this.showing = showing;
    }

    /** Where its rendering is computed. */
    Scheduler threads() {
        return showing.threads();
    }

    /** @param tokens the most it may write, continuations included */
    synchronized Attempt begin(int tokens) {
        Attempt attempt = new Attempt(tokens);
        attempts.add(attempt);
        return attempt;
    }

    /** What this sample writes after; the same as long as it fits, whatever other samples are shown. */
    Prompt prompt() {
        Shown now = shown;
        if (now == null) {
            now = showing.current();
            shown = now;
        }
        return now.prompt();
    }

    /** Goes over to something shorter, if that is possible. */
    boolean shorten(PromptTooLongException tooLong, int shortenings) {
        Shown before = shown;
        Shown shorter =
                before == null || shortenings == SHORTENINGS ? null : showing.shorter(before, tooLong.fraction());
        if (shorter == null) {
            return false;
        }
        shown = shorter;
        return true;
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
        Shown now = shown;
        if (now != null && now.rendering().cutCharacters() > 0) {
            found.put("shortened_characters", now.rendering().cutCharacters());
        }
        return found;
    }
}
