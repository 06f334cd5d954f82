package io.reagent.rrm.judges;

import io.reagent.core.judgement.Judgement;
import io.reagent.core.judgement.Outcome;
import io.reagent.core.trajectory.Trajectory;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A judge by name: shows a trajectory to a model and turns what it writes into one verdict. What does not fit is
 * shortened. Where the model wrote its critique and was cut off, or left something open, it is brought to its score, as
 * {@link Continuation} has it; what still cannot be read is asked for once more in another way.
 */
public final class Judge {
    /**
     * Which rules bring a text to its score; part of every judge's version, so that a judgement made by other rules
     * answers nobody.
     */
    public static final String RULES = "2";

    private final JudgeIdentity identity;
    private final JudgeDefaults defaults;
    private final PromptMaker prompts;
    private final Writer writer;
    private final int attempts;
    private final Scheduler longTrajectories;
    private volatile long lastAnswer = Long.MIN_VALUE;

    /**
     * @param attempts how often the judge may be asked when its text cannot be read, at least 1; never twice alike
     * @param waiting long trajectories, of which one is rendered at a time, that may wait for it
     */
    public Judge(
            JudgeIdentity identity,
            JudgeDefaults defaults,
            PromptMaker prompts,
            Writer writer,
            int attempts,
            int waiting) {
        this.identity = identity;
        this.defaults = defaults;
        this.prompts = prompts;
        this.writer = writer;
        this.attempts = attempts;
        longTrajectories = Schedulers.newBoundedElastic(1, waiting, "long-trajectories", 10, true);
    }

    public JudgeIdentity identity() {
        return identity;
    }

    public JudgeDefaults defaults() {
        return defaults;
    }

    /** The model behind this judge. */
    public Writer writer() {
        return writer;
    }

    /** How long ago the model last wrote something, or null when it has not yet. */
    public @Nullable Duration sinceLastAnswer() {
        return lastAnswer == Long.MIN_VALUE ? null : Duration.ofNanos(System.nanoTime() - lastAnswer);
    }

    /** Has the model write one token; fails as {@link Writer#write} does. */
    public Mono<Void> probe() {
        return writer.write(new Prompt("You are asked whether you work.", "Say yes."), new JudgeSampling(0, 1, 1, 0))
                .doOnNext(written -> lastAnswer = System.nanoTime())
                .then();
    }

    /** The trajectory as this judge's model is shown it, for any number of samples. */
    public Showing show(Trajectory trajectory) {
        return new Showing(trajectory, prompts, longTrajectories);
    }

    /**
     * Judges on subscription; the last event is the verdict. Cancelling stops the model. Fails, before anything was
     * written, with {@link JudgeUnavailableException} or {@link PromptTooLongException}.
     *
     * @param showing of the trajectory, by this judge
     * @param timeout for all of it, waiting for the model included; when it passes the verdict is a TIMEOUT
     */
    public Flux<JudgeEvent> judge(Showing showing, JudgeSampling sampling, Duration timeout) {
        return Flux.defer(() -> {
            Case judged = new Case(showing);
            Attempt first = judged.begin(sampling.maxTokens());
            return Flux.defer(() -> attempt(judged, first, sampling, 0))
                    // rendering and tokenizing a long trajectory is computing: not for an event loop
                    .subscribeOn(judged.threads(), false)
                    .onErrorMap(RejectedExecutionException.class, Judge::crowded)
                    .onErrorResume(
                            JudgeUnavailableException.class, error -> Mono.fromRunnable(() -> judged.brokenOff(error)))
                    .takeUntilOther(Mono.delay(timeout))
                    // asked for at the end, not passed on: a verdict reached as time runs out is not lost
                    .concatWith(Mono.fromSupplier(() -> judged.verdict(timeout)));
        });
    }

    private static JudgeUnavailableException crowded(Throwable full) {
        return new JudgeUnavailableException(
                JudgeUnavailableException.Kind.BUSY,
                "As many long trajectories wait as this service takes",
                Duration.ofSeconds(2),
                full);
    }

    private Flux<JudgeEvent> attempt(Case judged, Attempt attempt, JudgeSampling sampling, int number) {
        int first = Continuation.firstTokens(sampling.maxTokens());
        return write(judged, attempt, sampling.forAttempt(number).withMaxTokens(first), 0)
                .concatWith(Flux.defer(() -> conclude(judged, attempt, sampling, number)));
    }

    /** Shortens the trajectory until it fits; how much is needed shows only once the model was asked. */
    private Flux<JudgeEvent> write(Case judged, Attempt attempt, JudgeSampling sampling, int shortenings) {
        return writer.write(judged.prompt(), sampling)
                .doOnNext(written -> lastAnswer = System.nanoTime())
                .concatMapIterable(written -> attempt.hear(written, sampling.maxTokens()))
                .onErrorResume(PromptTooLongException.class, tooLong -> Mono.fromCallable(
                                () -> judged.shorten(tooLong, shortenings))
                        .subscribeOn(judged.threads())
                        .flatMapMany(shorter ->
                                shorter ? write(judged, attempt, sampling, shortenings + 1) : Flux.error(tooLong)));
    }

    private Flux<JudgeEvent> conclude(Case judged, Attempt attempt, JudgeSampling sampling, int number) {
        Continuation continuation = attempt.continuation(writer.holdsToForms());
        if (continuation != null) {
            return continued(judged, attempt, continuation, sampling.forAttempt(number))
                    .concatWith(Flux.defer(() -> conclude(judged, attempt, sampling, number)));
        }
        Judgement judgement = attempt.judgement();
        if (isUnreadable(judgement.outcome()) && number + 1 < attempts) {
            Attempt next = judged.begin(sampling.maxTokens());
            return Flux.concat(Mono.just(new JudgeEvent.Restarted()), attempt(judged, next, sampling, number + 1));
        }
        judged.decide(judgement);
        return Flux.empty();
    }

    private Flux<JudgeEvent> continued(
            Case judged, Attempt attempt, Continuation continuation, JudgeSampling sampling) {
        Flux<JudgeEvent> forced = Flux.fromIterable(attempt.force(continuation));
        int tokens = Math.min(continuation.maxTokens(), attempt.tokensLeft());
        if (tokens == 0) {
            return forced;
        }
        Prompt prompt = judged.prompt().continuing(attempt.generated(), continuation.form());
        return forced.concatWith(writer.write(prompt, sampling.withMaxTokens(tokens))
                .concatMapIterable(written -> attempt.hear(written, tokens))
                // what was written stays a truncated judgement
                .onErrorResume(error -> Flux.empty()));
    }

    private static boolean isUnreadable(Outcome outcome) {
        return outcome == Outcome.PARSE_ERROR || outcome == Outcome.OUT_OF_RANGE;
    }
}
