package io.reagent.eval.http;

import io.reagent.eval.evaluations.Evaluation;
import io.reagent.eval.evaluations.EvaluationStore;
import io.reagent.eval.evaluations.Evaluations;
import io.reagent.kit.events.Closing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An evaluation as it happens: {@code evaluation} whenever its state or progress changes.
 */
@Tag(name = "Evaluations")
@RestController
class EvaluationEventsController {
    private final Evaluations evaluations;
    private final EvaluationStore store;
    private final Closing closing;

    EvaluationEventsController(Evaluations evaluations, EvaluationStore store, Closing closing) {
        this.evaluations = evaluations;
        this.store = store;
        this.closing = closing;
    }

    @Operation(
            operationId = "streamEvaluation",
            summary = "Events of an evaluation: its state and progress as they change")
    @GetMapping(path = "/v1/evaluations/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    public Flux<ServerSentEvent<Object>> events(@PathVariable String id) {
        return Followed.evaluation(
                evaluations.existing(EvaluationsController.id(id)),
                this::look,
                view -> !view.state().active(),
                closing);
    }

    private Mono<EvaluationView> look(Evaluation followed) {
        return evaluations.existing(followed.id()).flatMap(found -> store.progress(found)
                .map(progress -> EvaluationView.of(found, progress)));
    }
}
