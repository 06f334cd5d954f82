package io.reagent.eval.http;

import io.reagent.eval.evaluations.Evaluations;
import io.reagent.eval.results.StoredSample;
import io.reagent.eval.results.StoredSamples;
import io.reagent.kit.paging.PathId;
import io.reagent.kit.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What an agent did in one attempt. */
@Tag(name = "Evaluations")
@RestController
class SamplesController {
    private final Evaluations evaluations;
    private final StoredSamples samples;

    SamplesController(Evaluations evaluations, StoredSamples samples) {
        this.evaluations = evaluations;
        this.samples = samples;
    }

    @Operation(
            operationId = "findEvaluationSample",
            summary = "Find an attempt of an evaluation, with its trajectories and what judges said of them")
    @GetMapping("/v1/evaluations/{id}/samples/{sample}")
    public Mono<StoredSample> find(@PathVariable String id, @PathVariable String sample) {
        UUID wanted = PathId.of(sample, "sample", "sample of an evaluation");
        return evaluations
                .existing(EvaluationsController.id(id))
                .flatMap(found -> samples.find(found.id(), wanted))
                .switchIfEmpty(Mono.error(() -> Problem.of(
                                HttpStatus.NOT_FOUND, "no-such-sample", "The evaluation has no attempt " + wanted)
                        .field("sample")
                        .remedy("GET /v1/evaluations/" + id + "/questions lists them.")
                        .asException()));
    }
}
