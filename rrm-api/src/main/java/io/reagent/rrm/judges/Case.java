package io.reagent.rrm.judges;

import io.reagent.core.judgement.Judgement;
import io.reagent.core.judgement.Outcome;
import io.reagent.core.judgement.Rendering;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.rrm.judges.JudgeEvent.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** One trajectory before a judge: its rendering so far, the attempts made, and the verdict they add up to. */
final class Case {
    /** Guesses of what fits may fail; after these many the question and calls alone are too long. */
    private static final int SHORTENINGS = 6;

    /** Characters of what a judge wrote in vain that a diagnostic shows. */
    private static final int MOST_SHOWN = 200;

    private final Trajectory trajectory;
    private final long start = System.nanoTime();
    private final List<Attempt> attempts = new ArrayList<>();
    private @Nullable Rendering rendering;
    private volatile boolean decided;

    Case(Trajectory trajectory) {
        this.trajectory = trajectory;
    }

    synchronized Attempt begin() {
        Attempt attempt = new Attempt();
        attempts.add(attempt);
        return attempt;
    }

    Prompt prompt(PromptMaker prompts) {
        if (rendering == null) {
            rendering = prompts.render(trajectory);
        }
        return prompts.fill(rendering);
    }

    /** Renders shorter, if that is possible. */
    boolean shorten(PromptMaker prompts, PromptTooLongException tooLong, int shortenings) {
        if (rendering == null || shortenings == SHORTENINGS) {
            return false;
        }
        int before = rendering.text().length();
        rendering = prompts.render(trajectory, (int) (before * tooLong.fraction()));
        return rendering.text().length() < before;
    }

    Verdict verdict(Judgement judgement) {
        decided = true;
        TokenUsage usage = attempts.stream().map(Attempt::usage).reduce(TokenUsage.NONE, TokenUsage::plus);
        Duration latency = Duration.ofNanos(System.nanoTime() - start);
        return new Verdict(judgement, current().generated(), usage, latency, diagnostics(judgement));
    }

    /** The model went away: whatever it wrote is kept, and nothing is when it wrote nothing. */
    Flux<JudgeEvent> brokenOff(JudgeUnavailableException error) {
        if (current().heardAnything()) {
            return Flux.just(verdict(current().failed(Outcome.UNAVAILABLE, error.detail())));
        }
        if (attempts.size() > 1) {
            attempts.removeLast();
            return Flux.just(verdict(current().judgement()));
        }
        return Flux.error(error);
    }

    /** The verdict when time is up, or null when there is one already. */
    synchronized @Nullable JudgeEvent timedOut(Duration timeout) {
        return decided
                ? null
                : verdict(current().failed(Outcome.TIMEOUT, "no verdict within " + timeout.toMillis() + " ms"));
    }

    private Attempt current() {
        return attempts.getLast();
    }

    private Map<String, Object> diagnostics(Judgement judgement) {
        Map<String, Object> found = new LinkedHashMap<>();
        if (judgement instanceof Judgement.Failed failed) {
            found.put("detail", failed.detail());
        }
        if (attempts.size() > 1) {
            found.put("attempts", attempts.size());
        }
        int continuations = attempts.stream().mapToInt(Attempt::continuations).sum();
        if (continuations > 0) {
            found.put("continuations", continuations);
        }
        if (!current().replaced().isEmpty()) {
            String replaced = current().replaced();
            found.put("replaced", replaced.substring(0, Math.min(replaced.length(), MOST_SHOWN)));
        }
        if (rendering != null && rendering.cutCharacters() > 0) {
            found.put("shortened_characters", rendering.cutCharacters());
        }
        return found;
    }
}
