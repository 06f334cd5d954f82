package io.reagent.training.http;

import io.reagent.kit.events.Closing;
import io.reagent.kit.events.EventStream;
import io.reagent.training.benchmarks.BenchmarkEvaluation;
import io.reagent.training.benchmarks.BenchmarkStore;
import io.reagent.training.benchmarks.RunBenchmarkView;
import io.reagent.training.runs.RunState;
import io.reagent.training.store.EvaluationRecord;
import io.reagent.training.store.RunEvaluationStore;
import io.reagent.training.store.RunRecord;
import io.reagent.training.store.RunStore;
import io.reagent.training.store.StepView;
import io.reagent.training.store.StepViews;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A run as it happens, as server-sent events: {@code run} whenever its state changes, {@code step} and {@code evaluation}
 * as they are committed, {@code benchmark} when an evaluation by eval-service is due, asked for or refused, until the run is over or this replica stops. Any replica tells: all look into Postgres.
 */
@Tag(name = "Training runs")
@RestController
class EventsController {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final int AT_ONCE = 100;

    private final RunStore runs;
    private final StepViews steps;
    private final RunEvaluationStore evaluations;
    private final BenchmarkStore benchmarks;
    private final Closing closing;

    EventsController(
            RunStore runs,
            StepViews steps,
            RunEvaluationStore evaluations,
            BenchmarkStore benchmarks,
            Closing closing) {
        this.runs = runs;
        this.steps = steps;
        this.evaluations = evaluations;
        this.benchmarks = benchmarks;
        this.closing = closing;
    }

    @Operation(
            operationId = "streamTrainingRun",
            summary = "Events of a run",
            description = "Steps carry their number as the event's id; with Last-Event-ID the stream goes on after it.")
    @GetMapping(path = "/v1/training-runs/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    public Flux<ServerSentEvent<Object>> events(
            @PathVariable String id, @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last) {
        int after = last != null && last.matches("\\d{1,9}") ? Integer.parseInt(last) : -1;
        return RunsController.existing(runs, id)
                .flatMapMany(run -> new Follower(run, after).follow().takeUntilOther(closing.begun()))
                .transform(EventStream::kept);
    }

    /** One listener's place in a run. Looks come one after the other. */
    private final class Follower {
        private final RunRecord first;
        private final Set<Integer> evaluated = new HashSet<>();
        private final Set<BenchmarkEvaluation> asked = new HashSet<>();
        private int step;
        private @Nullable RunRecord told;

        Follower(RunRecord first, int after) {
            this.first = first;
            this.step = after;
        }

        Flux<ServerSentEvent<Object>> follow() {
            return Flux.interval(Duration.ZERO, BETWEEN_LOOKS)
                    .onBackpressureDrop()
                    .concatMap(tick -> look(), 1)
                    .takeUntil(event -> "end".equals(event.event()))
                    .filter(event -> !"end".equals(event.event()));
        }

        private Flux<ServerSentEvent<Object>> look() {
            // the run is read first: what it says is committed is found afterwards
            return runs.find(first.id()).flatMapMany(run -> {
                Flux<ServerSentEvent<Object>> news = Flux.concat(
                        steps.after(run.id(), step, AT_ONCE).map(this::tell),
                        evaluations
                                .ofRun(run.id())
                                .filter(evaluation -> evaluated.add(evaluation.step()))
                                .map(EventsController::tell),
                        benchmarks.ofRun(run.id()).filter(asked::add).map(EventsController::tell));
                return Flux.concat(news, Mono.defer(() -> state(run)).flux(), Mono.defer(() -> end(run)));
            });
        }

        private ServerSentEvent<Object> tell(StepView view) {
            step = view.step();
            return ServerSentEvent.builder((Object) view)
                    .event("step")
                    .id(Integer.toString(view.step()))
                    .build();
        }

        private Mono<ServerSentEvent<Object>> state(RunRecord run) {
            RunRecord before = told;
            told = run;
            boolean same = before != null
                    && before.state() == run.state()
                    && before.step() == run.step()
                    && Objects.equals(before.reason(), run.reason());
            return same
                    ? Mono.empty()
                    : Mono.just(ServerSentEvent.builder((Object) RunView.of(run))
                            .event("run")
                            .build());
        }

        private Mono<ServerSentEvent<Object>> end(RunRecord run) {
            RunState state = run.state();
            return state.active() || step < run.step() - 1
                    ? Mono.empty()
                    : Mono.just(ServerSentEvent.builder().event("end").build());
        }
    }

    private static ServerSentEvent<Object> tell(EvaluationRecord evaluation) {
        return ServerSentEvent.builder((Object) RunEvaluationView.of(evaluation))
                .event("evaluation")
                .build();
    }

    private static ServerSentEvent<Object> tell(BenchmarkEvaluation asked) {
        return ServerSentEvent.builder((Object) RunBenchmarkView.of(asked))
                .event("benchmark")
                .build();
    }
}
