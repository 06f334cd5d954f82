package io.reagent.eval.evaluations;

import io.reagent.eval.evaluations.EvaluationSpec.Budget;
import io.reagent.eval.jobs.JobRunner;
import io.reagent.eval.jobs.JobStore;
import io.reagent.kit.json.FieldReader;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

/** Evaluations found, stopped, continued and extended. */
public final class Evaluations {
    private final EvaluationStore store;
    private final SampleStore samples;
    private final JobStore jobs;
    private final JobRunner runner;

    public Evaluations(EvaluationStore store, SampleStore samples, JobStore jobs, JobRunner runner) {
        this.store = store;
        this.samples = samples;
        this.jobs = jobs;
        this.runner = runner;
    }

    /** The evaluation, or a 404. */
    public Mono<Evaluation> existing(UUID id) {
        return store.find(id).switchIfEmpty(Mono.error(() -> Problem.of(
                        HttpStatus.NOT_FOUND, "no-such-evaluation", "There is no evaluation " + id)
                .field("id")
                .remedy("GET /v1/evaluations lists them.")
                .asException()));
    }

    /** Stops it; what is done stays. */
    public Mono<Evaluation> cancel(UUID id) {
        return existing(id)
                .flatMap(found ->
                        jobs.cancel(id).switchIfEmpty(Mono.error(() -> conflict(found, "cancelled", "active"))))
                .then(existing(id));
    }

    /**
     * Lets it go on; attempts of which nothing came are made again.
     *
     * @param body may have another {@code budget}
     */
    public Mono<Evaluation> resume(UUID id, FieldReader body) {
        body.allow(List.of("budget"));
        Budget budget = SpecReader.budget(body);
        return goOn(
                id,
                "resumed",
                evaluation -> body.any("budget") == null
                        ? evaluation.spec()
                        : evaluation.spec().withBudget(budget));
    }

    /** @param body has the {@code samples} of each question that there are to be, and may have another {@code budget} */
    public Mono<Evaluation> extend(UUID id, FieldReader body) {
        body.allow(List.of("samples", "budget"));
        Budget budget = SpecReader.budget(body);
        return goOn(id, "extended", evaluation -> {
            EvaluationSpec more = evaluation
                    .spec()
                    .withSamples(SpecReader.samples(
                            body, evaluation.spec().questions().samples()));
            return body.any("budget") == null ? more : more.withBudget(budget);
        });
    }

    private interface Respecification {
        EvaluationSpec of(Evaluation evaluation);
    }

    private Mono<Evaluation> goOn(UUID id, String action, Respecification respecification) {
        return existing(id)
                .flatMap(found -> {
                    if (found.spec().imported() != null) {
                        return Mono.error(madeElsewhere(found, action));
                    }
                    EvaluationSpec spec = respecification.of(found);
                    Mono<Void> also = samples.forgetFailures(id).then(store.respecify(id, spec));
                    return jobs.resume(id, also).switchIfEmpty(Mono.error(() -> conflict(found, action, "over")));
                })
                .then(existing(id))
                .doOnSuccess(resumed -> runner.look());
    }

    private static ProblemException madeElsewhere(Evaluation evaluation, String action) {
        return Problem.of(
                        HttpStatus.CONFLICT,
                        "evaluation-state",
                        "The evaluation cannot be " + action + ": it was imported, and how it was made is not known")
                .field("id")
                .remedy("Import a file that has more, or start an evaluation of "
                        + evaluation.spec().questions().benchmark() + ".")
                .asException();
    }

    private static ProblemException conflict(Evaluation evaluation, String action, String wanted) {
        return Problem.of(
                        HttpStatus.CONFLICT,
                        "evaluation-state",
                        "The evaluation cannot be " + action + ": it is not " + wanted + " (it is "
                                + evaluation.job().state() + ")")
                .field("id")
                .remedy("GET /v1/evaluations/" + evaluation.id() + " says where it stands.")
                .asException();
    }
}
