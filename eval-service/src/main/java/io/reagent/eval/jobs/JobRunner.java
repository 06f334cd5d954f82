package io.reagent.eval.jobs;

import io.reagent.kit.problem.Problems;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/** Takes up jobs that are due, gives signs of life while they are done, and says how they ended. */
public final class JobRunner implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);
    private static final int CHANCES = 5;
    private static final Duration STOPPING = Duration.ofSeconds(5);

    private final JobStore store;
    private final JobProperties timing;
    private final Map<JobKind, Work> works = new EnumMap<>(JobKind.class);
    private final Set<UUID> inHand = ConcurrentHashMap.newKeySet();
    private Sinks.Many<Long> look = Sinks.many().unicast().onBackpressureBuffer();
    private Sinks.Empty<Void> stopping = Sinks.empty();
    private @Nullable Disposable running;

    public JobRunner(JobStore store, JobProperties timing, List<Work> works) {
        this.store = store;
        this.timing = timing;
        works.forEach(work -> this.works.put(work.kind(), work));
    }

    /** There is a new job: looks at once. */
    public void look() {
        look.emitNext(0L, Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(1)));
    }

    @Override
    public void start() {
        look = Sinks.many().unicast().onBackpressureBuffer();
        stopping = Sinks.empty();
        running = Flux.merge(Flux.interval(timing.polling()).onBackpressureDrop(), look.asFlux())
                .concatMap(tick -> takeUp())
                .subscribe();
    }

    /** As many as are due and can be done at once. */
    private Mono<Void> takeUp() {
        return Mono.defer(() -> inHand.size() >= timing.atOnce() ? Mono.empty() : store.begin(timing.silence()))
                .doOnNext(this::begin)
                .repeatWhen(found -> found.takeWhile(count -> count > 0))
                .then()
                .onErrorResume(error -> {
                    unheard("No jobs can be looked for", error);
                    return Mono.empty();
                });
    }

    private void begin(Job job) {
        inHand.add(job.id());
        // replaced by start() once all have ended
        Sinks.Empty<Void> stop = stopping;
        attempt(job, stop)
                .doFinally(end -> {
                    inHand.remove(job.id());
                    look();
                })
                .subscribe();
    }

    private Mono<Void> attempt(Job job, Sinks.Empty<Void> stop) {
        Work work = works.get(job.kind());
        if (work == null) {
            return store.finish(job, JobState.FAILED, "this service does no " + job.kind());
        }
        Lease lease = new Lease(job, store);
        Mono<Void> done = Mono.defer(() -> work.advance(lease)).flatMap(ending -> ended(job, ending));
        return Mono.firstWithSignal(done, watch(job), stopped(job, stop))
                .onErrorResume(error -> mishap(work, lease, Exceptions.unwrap(error)));
    }

    private Mono<Void> ended(Job job, Ending ending) {
        Mono<Void> written =
                switch (ending) {
                    case Ending.Done done -> store.finish(job, JobState.SUCCEEDED, null);
                    case Ending.Partial partial -> store.finish(job, JobState.PARTIAL, partial.reason());
                };
        return untilPostgresAnswers(written);
    }

    /** Fails when the job was cancelled or another attempt has begun; never ends otherwise. */
    private Mono<Void> watch(Job job) {
        return Flux.interval(timing.heartbeat())
                .onBackpressureDrop()
                // Postgres away is no reason to think so
                .concatMap(tick -> store.alive(job).onErrorReturn(true))
                .filter(mine -> !mine)
                .next()
                .flatMap(gone -> Mono.error(new SupersededException(job)));
    }

    private Mono<Void> stopped(Job job, Sinks.Empty<Void> stop) {
        return stop.asMono().then(store.release(job)).then(Mono.error(() -> new SupersededException(job)));
    }

    private Mono<Void> mishap(Work work, Lease lease, Throwable error) {
        Job job = lease.job();
        int failures = lease.advanced() ? 0 : job.failures();
        String reason = reason(error);
        return switch (error) {
            case SupersededException superseded -> letGo(work, job);
            case StopJobException stop -> {
                log.info("{} {} stops: {}", job.kind(), job.id(), reason);
                yield untilPostgresAnswers(store.finish(job, JobState.FAILED, reason));
            }
            case AwayException away -> postpone(job, failures, reason);
            default -> {
                if (Problems.isDatabaseUnavailable(error)) {
                    yield postpone(job, failures, reason);
                }
                log.warn("{} {} attempt {}: {}", job.kind(), job.id(), job.attempt(), reason, error);
                yield failures + 1 >= CHANCES
                        ? untilPostgresAnswers(store.finish(job, JobState.FAILED, reason))
                        : postpone(job, failures, reason);
            }
        };
    }

    private Mono<Void> letGo(Work work, Job job) {
        return store.find(job.id())
                .filter(now -> now.state() == JobState.CANCELLED)
                .flatMap(work::calledOff)
                .onErrorResume(error -> {
                    unheard("Job " + job.id() + " could not be called off", error);
                    return Mono.empty();
                });
    }

    /** While Postgres is away this comes again and again, and health tells it. */
    private static void unheard(String what, Throwable error) {
        if (Problems.isDatabaseUnavailable(error)) {
            log.debug("{}: {}", what, error.toString());
        } else {
            log.warn("{}", what, error);
        }
    }

    private Mono<Void> postpone(Job job, int failures, String reason) {
        Duration pause = timing.pause(failures);
        log.info("{} {} goes on in {} ms: {}", job.kind(), job.id(), pause.toMillis(), reason);
        return untilPostgresAnswers(store.postpone(job, reason, pause, failures + 1));
    }

    private Mono<Void> untilPostgresAnswers(Mono<Void> write) {
        return write.retryWhen(Retry.backoff(Long.MAX_VALUE, timing.shortestPause())
                .maxBackoff(timing.longestPause())
                .filter(Problems::isDatabaseUnavailable));
    }

    private static String reason(Throwable error) {
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }

    @Override
    public void stop() {
        Disposable last = running;
        if (last == null) {
            return;
        }
        last.dispose();
        running = null;
        stopping.tryEmitEmpty();
        Flux.interval(Duration.ofMillis(20))
                .takeUntil(tick -> inHand.isEmpty())
                .then()
                .timeout(STOPPING, Mono.empty())
                .block();
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }
}
