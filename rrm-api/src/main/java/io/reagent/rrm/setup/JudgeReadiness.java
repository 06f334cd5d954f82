package io.reagent.rrm.setup;

import io.reagent.rrm.judges.Judge;
import io.reagent.rrm.judges.JudgeUnavailableException;
import io.reagent.rrm.judges.Judges;
import io.reagent.rrm.judges.UnusableWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ready means: the model of the judge that judges by default answered lately, or those of all judges where none does. A
 * model that could not be loaded counts for nothing while there is another. Judging itself tells; a model that has been
 * idle is asked for one token. Probes only read what is known.
 */
final class JudgeReadiness implements ReactiveHealthIndicator, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(JudgeReadiness.class);
    private static final Duration TICK = Duration.ofSeconds(2);
    /** An idle model is asked this long after its last answer. */
    private static final Duration IDLE = Duration.ofSeconds(60);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Judges judges;
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private @Nullable Disposable asking;

    JudgeReadiness(Judges judges) {
        this.judges = judges;
    }

    @Override
    public Mono<Health> health() {
        return Mono.fromSupplier(this::known);
    }

    private Health known() {
        Map<String, Object> details = new LinkedHashMap<>();
        judges.all().forEach(judge -> details.put(judge.identity().name(), state(judge)));
        List<Judge> usable = judges.all().stream()
                .filter(judge -> !(judge.writer() instanceof UnusableWriter))
                .toList();
        Judge standard = judges.standard();
        boolean ready = standard != null && usable.contains(standard)
                ? answers(standard)
                : !usable.isEmpty() && usable.stream().allMatch(this::answers);
        return (ready ? Health.up() : Health.outOfService())
                .withDetails(details)
                .build();
    }

    private boolean answers(Judge judge) {
        return judge.sinceLastAnswer() != null
                && !failures.containsKey(judge.identity().name());
    }

    private String state(Judge judge) {
        String failure = failures.get(judge.identity().name());
        return failure != null ? failure : judge.sinceLastAnswer() == null ? "not asked yet" : "answers";
    }

    @Override
    public void start() {
        asking = Flux.interval(Duration.ZERO, TICK)
                .onBackpressureDrop()
                .concatMap(tick -> Flux.fromIterable(judges.all()).flatMap(this::ask), 1)
                .subscribe();
    }

    private Mono<Void> ask(Judge judge) {
        String name = judge.identity().name();
        Duration since = judge.sinceLastAnswer();
        if (since != null && since.compareTo(IDLE) < 0) {
            failures.remove(name);
            return Mono.empty();
        }
        return judge.probe()
                .timeout(PATIENCE)
                .doOnSuccess(nothing -> recovered(judge))
                .onErrorResume(error -> Mono.fromRunnable(() -> failed(name, error)));
    }

    private void recovered(Judge judge) {
        String name = judge.identity().name();
        if (failures.remove(name) != null) {
            log.info("Judge {} answers again", name);
        }
    }

    private void failed(String name, Throwable error) {
        // a full queue is a model at work
        if (error instanceof JudgeUnavailableException gone && gone.kind() == JudgeUnavailableException.Kind.BUSY) {
            return;
        }
        String why = error instanceof JudgeUnavailableException gone ? gone.detail() : error.toString();
        if (!why.equals(failures.put(name, why))) {
            log.warn("Judge {} does not answer: {}", name, why);
        }
    }

    @Override
    public void stop() {
        if (asking != null) {
            asking.dispose();
        }
        asking = null;
    }

    @Override
    public boolean isRunning() {
        return asking != null;
    }
}
