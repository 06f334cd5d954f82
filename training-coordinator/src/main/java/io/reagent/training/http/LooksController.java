package io.reagent.training.http;

import io.reagent.clients.judge.JudgeException;
import io.reagent.kit.json.FieldReader;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import io.reagent.training.rollouts.RolloutView;
import io.reagent.training.rollouts.RolloutViews;
import io.reagent.training.runs.RunSpecReader;
import io.reagent.training.runs.Server;
import io.reagent.training.steps.Servers;
import io.reagent.training.store.ProgressViews;
import io.reagent.training.store.RunRecord;
import io.reagent.training.store.RunStore;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** A closer look: into the step that is under way, and at what a judge wrote about one rollout. */
@Tag(name = "Training runs")
@RestController
class LooksController {
    private final RunStore runs;
    private final ProgressViews progress;
    private final RolloutViews rollouts;
    private final RunSpecReader specs;
    private final Servers servers;

    LooksController(
            RunStore runs, ProgressViews progress, RolloutViews rollouts, RunSpecReader specs, Servers servers) {
        this.runs = runs;
        this.progress = progress;
        this.rollouts = rollouts;
        this.specs = specs;
        this.servers = servers;
    }

    /**
     * A step that is not committed yet.
     *
     * @param step its number; the run's number of steps when it is over
     * @param stages those of which a rollout has ended
     */
    record Progress(int step, List<ProgressViews.StageProgress> stages) {}

    @Operation(operationId = "findProgress", summary = "How far the step is that is under way")
    @GetMapping("/v1/training-runs/{id}/progress")
    public Mono<Progress> progress(@PathVariable String id) {
        return RunsController.existing(runs, id).flatMap(run -> progress.ofStep(run.id(), run.step())
                .collectList()
                .map(stages -> new Progress(run.step(), stages)));
    }

    @Operation(
            operationId = "findRolloutJudgement",
            summary = "The judgement of a rollout, with its reasoning",
            description = "As the run's judge stored it: GET /v1/judgements/{judgement_id} of its rrm-api.")
    @GetMapping("/v1/rollouts/{id}/judgement")
    public Mono<JsonNode> judgement(@PathVariable String id) {
        return DetailsController.existing(rollouts, id).flatMap(whole -> judgement(whole.rollout()));
    }

    private Mono<JsonNode> judgement(RolloutView rollout) {
        UUID judgement = rollout.judged().judgementId();
        return judgement == null
                ? Mono.error(notJudged(rollout))
                : runs.find(rollout.runId())
                        .map(this::judgeOf)
                        .flatMap(judge -> servers.judge(judge).find(judgement))
                        .onErrorMap(JudgeException.class, LooksController::unread);
    }

    private Server judgeOf(RunRecord run) {
        Server judge = specs.judge(new FieldReader(run.spec(), "")).server();
        if (!judge.named()) {
            throw gone("The run's judge was named by its URL: its answers are not passed on");
        }
        return judge;
    }

    private static ProblemException notJudged(RolloutView rollout) {
        return Problem.of(HttpStatus.NOT_FOUND, "not-judged", "No judgement of rollout " + rollout.id() + " is stored")
                .field("id")
                .remedy("judge_outcome of the rollout says whether and how it was judged.")
                .asException();
    }

    private static ProblemException unread(JudgeException error) {
        String said = String.valueOf(error.getMessage());
        return switch (error.kind()) {
            case AWAY, GARBLED -> away(said);
            case REFUSED, TURNED_AWAY -> gone(said);
        };
    }

    private static ProblemException away(String said) {
        return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "judge-unavailable", said)
                .remedy("Try again when the judge's service runs; score and critique are kept with the rollout.")
                .asException();
    }

    private static ProblemException gone(String said) {
        return Problem.of(HttpStatus.NOT_FOUND, "no-such-judgement", said)
                .remedy("Score and critique are kept with the rollout; its reasoning only the judge's service has.")
                .asException();
    }
}
