package io.reagent.eval.evaluations;

import io.reagent.eval.benchmarks.Item;
import io.reagent.eval.grading.Grading;
import io.reagent.eval.jobs.JobKind;
import io.reagent.eval.jobs.JobState;
import io.reagent.eval.jobs.JobStore;
import io.reagent.kit.database.Columns;
import io.reagent.kit.database.UuidV7;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Stores evaluations that were made elsewhere: over when they are stored, with a scoring to be made and the file's own. */
public final class ImportStore {
    /** Who graded, of the file's own scores. */
    public static final String THEIRS = "imported";

    private final DatabaseClient database;
    private final EvaluationStore evaluations;
    private final SampleStore samples;
    private final JobStore jobs;

    public ImportStore(DatabaseClient database, EvaluationStore evaluations, SampleStore samples, JobStore jobs) {
        this.database = database;
        this.evaluations = evaluations;
        this.samples = samples;
        this.jobs = jobs;
    }

    /**
     * How a file's evaluation ended.
     *
     * @param lacking what is not there of it, in words; null where all is
     * @param scorer whose scores the file has, or null
     */
    public record Ending(@Nullable String lacking, @Nullable String scorer) {}

    /**
     * All of it, or nothing.
     *
     * @param asked each of the items as agents are asked it
     */
    public Mono<Evaluation> store(
            EvaluationSpec spec,
            Lock lock,
            List<Item> items,
            List<String> asked,
            Ending ending,
            Flux<List<ImportedAttempt>> attempts) {
        UUID id = UuidV7.next();
        UUID theirs = UuidV7.next();
        Mono<Void> about = evaluations
                .describe(id, spec, lock, items, asked, null)
                .then(ending.scorer() == null ? Mono.empty() : theirs(theirs, id))
                .then(attempts.concatMap(batch -> samples.insert(
                                        id,
                                        batch.stream().map(ImportedAttempt::row).toList())
                                .then(grades(theirs, ending.scorer(), batch)))
                        .then())
                .then(ours(id, spec.grading()));
        JobState state = ending.lacking() == null ? JobState.SUCCEEDED : JobState.PARTIAL;
        return jobs.createEnded(id, JobKind.EVALUATION, state, ending.lacking(), about)
                .onErrorMap(DuplicateKeyException.class, taken -> EvaluationStore.nameTaken(spec))
                .then(Mono.defer(() -> evaluations.find(id)));
    }

    /** The first scoring, which a job makes. */
    private Mono<Void> ours(UUID evaluation, Grading grading) {
        UUID job = UuidV7.next();
        return jobs.create(
                job,
                JobKind.SCORING,
                database.sql("insert into eval.scoring (id, evaluation_id, job_id, number, grader)"
                                + " values (:id, :evaluation, :job, 1, :grader)")
                        .bind("id", UuidV7.next())
                        .bind("evaluation", evaluation)
                        .bind("job", job)
                        .bind("grader", Columns.json(SpecJson.write(new ScoringStore.Order(grading, null, false))))
                        .then());
    }

    private Mono<Void> theirs(UUID scoring, UUID evaluation) {
        return database.sql("insert into eval.scoring (id, evaluation_id, number, grader)"
                        + " values (:id, :evaluation, 2, :grader)")
                .bind("id", scoring)
                .bind("evaluation", evaluation)
                .bind("grader", Columns.json(SpecJson.write(new Grading(THEIRS, null, null))))
                .then();
    }

    private Mono<Void> grades(UUID scoring, @Nullable String scorer, List<ImportedAttempt> batch) {
        return scorer == null
                ? Mono.empty()
                : samples.grade(
                        scoring,
                        batch.stream()
                                .map(attempt -> attempt.grade(scorer))
                                .filter(Objects::nonNull)
                                .toList());
    }
}
