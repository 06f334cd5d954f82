package io.reagent.training.http;

import io.reagent.kit.paging.Page;
import io.reagent.kit.paging.PageParameters;
import io.reagent.kit.paging.PathId;
import io.reagent.kit.problem.Problem;
import io.reagent.training.algorithms.Stage;
import io.reagent.training.benchmarks.RunBenchmarkViews;
import io.reagent.training.rollouts.RolloutFilter;
import io.reagent.training.rollouts.RolloutView;
import io.reagent.training.rollouts.RolloutViews;
import io.reagent.training.store.RunCheckpointStore;
import io.reagent.training.store.RunEvaluationStore;
import io.reagent.training.store.RunStore;
import io.reagent.training.store.StepView;
import io.reagent.training.store.StepViews;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What a run has done: steps, groups, rollouts, checkpoints, evaluations. */
@Tag(name = "Training runs")
@RestController
class DetailsController {
    private final RunStore runs;
    private final StepViews steps;
    private final RolloutViews rollouts;
    private final RunCheckpointStore checkpoints;
    private final RunEvaluationStore evaluations;
    private final RunBenchmarkViews benchmarks;

    DetailsController(
            RunStore runs,
            StepViews steps,
            RolloutViews rollouts,
            RunCheckpointStore checkpoints,
            RunEvaluationStore evaluations,
            RunBenchmarkViews benchmarks) {
        this.runs = runs;
        this.steps = steps;
        this.rollouts = rollouts;
        this.checkpoints = checkpoints;
        this.evaluations = evaluations;
        this.benchmarks = benchmarks;
    }

    /** A whole list: there are never so many. */
    record Items<T>(List<T> items) {}

    /**
     * Steps in their order.
     *
     * @param nextAfter for the parameter {@code after} of the next page, or null on the last one
     */
    record StepPage(
            List<StepView> items,

            @com.fasterxml.jackson.annotation.JsonProperty("next_after") @Nullable Integer nextAfter) {}

    @Operation(
            operationId = "listSteps",
            summary = "A run's steps with their metrics, oldest first",
            parameters = {
                @Parameter(
                        name = "after",
                        in = ParameterIn.QUERY,
                        description = "the last step of the page before",
                        schema = @Schema(type = "integer")),
                @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
            })
    @GetMapping("/v1/training-runs/{id}/steps")
    public Mono<StepPage> steps(@PathVariable String id, @Parameter(hidden = true) ServerHttpRequest http) {
        PageParameters query = new PageParameters(http.getQueryParams()).allowOnly("after", "limit");
        Integer after = query.integer("after");
        int limit = query.limit();
        return RunsController.existing(runs, id)
                .flatMapMany(run -> steps.after(run.id(), after == null ? -1 : after, limit + 1))
                .collectList()
                .map(found -> found.size() <= limit
                        ? new StepPage(found, null)
                        : new StepPage(
                                found.subList(0, limit), found.get(limit - 1).step()));
    }

    @Operation(operationId = "listGroups", summary = "The groups of a step, with why some were rejected")
    @GetMapping("/v1/training-runs/{id}/steps/{step}/groups")
    public Mono<Items<StepViews.GroupView>> groups(@PathVariable String id, @PathVariable int step) {
        return RunsController.existing(runs, id)
                .flatMapMany(run -> steps.groups(run.id(), step))
                .collectList()
                .map(Items::new);
    }

    @Operation(
            operationId = "listRollouts",
            summary = "A run's rollouts, newest first",
            parameters = {
                @Parameter(name = "step", in = ParameterIn.QUERY, schema = @Schema(type = "integer")),
                @Parameter(name = "group", in = ParameterIn.QUERY, schema = @Schema(type = "string")),
                @Parameter(
                        name = "first",
                        in = ParameterIn.QUERY,
                        description = "the attempt that refined rollouts were shown",
                        schema = @Schema(type = "string")),
                @Parameter(name = "stage", in = ParameterIn.QUERY, schema = @Schema(implementation = Stage.class)),
                @Parameter(
                        name = "outcome",
                        in = ParameterIn.QUERY,
                        description = "of the judgement, such as SCORED",
                        schema = @Schema(type = "string")),
                @Parameter(name = "correct", in = ParameterIn.QUERY, schema = @Schema(type = "boolean")),
                @Parameter(name = "masked", in = ParameterIn.QUERY, schema = @Schema(type = "boolean")),
                @Parameter(name = "min_reward", in = ParameterIn.QUERY, schema = @Schema(type = "number")),
                @Parameter(name = "max_reward", in = ParameterIn.QUERY, schema = @Schema(type = "number")),
                @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer")),
                @Parameter(name = "cursor", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
            })
    @GetMapping("/v1/training-runs/{id}/rollouts")
    public Mono<Page<RolloutView>> rollouts(@PathVariable String id, @Parameter(hidden = true) ServerHttpRequest http) {
        PageParameters query = new PageParameters(http.getQueryParams())
                .allow("step", "group", "first", "stage", "outcome", "correct", "masked", "min_reward", "max_reward");
        RolloutFilter filter = new RolloutFilter(
                query.integer("step"),
                query.id("group", "group"),
                query.id("first", "rollout"),
                query.choice("stage", Stage.class),
                query.choice("outcome", io.reagent.core.judgement.Outcome.class),
                query.truth("correct"),
                query.truth("masked"),
                query.number("min_reward"),
                query.number("max_reward"));
        int limit = query.limit();
        return RunsController.existing(runs, id)
                .flatMapMany(run -> rollouts.page(run.id(), filter, query.before(RunsController.CURSOR), limit + 1))
                .collectList()
                .map(found -> Page.of(found, limit, RunsController.CURSOR, RolloutView::id));
    }

    @Operation(operationId = "findRollout", summary = "A rollout with its trajectory and its tokens")
    @GetMapping("/v1/rollouts/{id}")
    public Mono<RolloutView.Whole> rollout(@PathVariable String id) {
        return existing(rollouts, id);
    }

    /** The rollout, or a 404. */
    static Mono<RolloutView.Whole> existing(RolloutViews rollouts, String id) {
        return Mono.defer(() -> rollouts.find(PathId.of(id, "rollout"))).switchIfEmpty(Mono.error(() -> Problem.of(
                        HttpStatus.NOT_FOUND, "no-such-rollout", "There is no rollout " + id)
                .field("id")
                .remedy("GET /v1/training-runs/{run}/rollouts lists them.")
                .asException()));
    }

    @Operation(operationId = "listCheckpoints", summary = "A run's checkpoints, oldest first")
    @GetMapping("/v1/training-runs/{id}/checkpoints")
    public Mono<Items<RunCheckpointView>> checkpoints(@PathVariable String id) {
        return RunsController.existing(runs, id)
                .flatMapMany(run -> checkpoints.ofRun(run.id()))
                .map(RunCheckpointView::of)
                .collectList()
                .map(Items::new);
    }

    @Operation(operationId = "listRunEvaluations", summary = "A run's evaluations on held-out tasks, oldest first")
    @GetMapping("/v1/training-runs/{id}/evaluations")
    public Mono<Items<RunEvaluationView>> evaluations(@PathVariable String id) {
        return RunsController.existing(runs, id)
                .flatMapMany(run -> evaluations.ofRun(run.id()))
                .map(RunEvaluationView::of)
                .collectList()
                .map(Items::new);
    }

    @Operation(
            operationId = "listRunBenchmarks",
            summary = "A run's evaluations on benchmarks, by step",
            description =
                    "Those that eval-service has of the run, with their state there and, once they are over, pass@1;"
                            + " and those that the run has yet to ask for, or that were refused, with the reason.")
    @GetMapping("/v1/training-runs/{id}/benchmarks")
    public Mono<RunBenchmarkViews.RunBenchmarkList> benchmarks(@PathVariable String id) {
        return RunsController.existing(runs, id).flatMap(run -> benchmarks.of(run.id()));
    }
}
