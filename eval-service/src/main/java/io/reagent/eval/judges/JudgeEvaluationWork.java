package io.reagent.eval.judges;

import io.reagent.clients.judge.JudgeClient;
import io.reagent.clients.judge.JudgeException;
import io.reagent.clients.judge.VerdictOptions;
import io.reagent.core.random.SampleSeed;
import io.reagent.eval.grading.JudgeTrouble;
import io.reagent.eval.jobs.Ending;
import io.reagent.eval.jobs.JobKind;
import io.reagent.eval.jobs.Lease;
import io.reagent.eval.jobs.StopJobException;
import io.reagent.eval.jobs.Work;
import io.reagent.eval.judges.JudgeScoreStore.Pending;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Asks a judge for what is still to come of an evaluation, and stores each judgement as it comes: whoever goes on later asks
 * for the rest. A judgement without a score is an outcome and is not asked for again.
 */
public final class JudgeEvaluationWork implements Work {
    /** So many are looked for at once, for each that is asked for at the same time. */
    private static final int AHEAD = 16;

    private final JudgeClient judges;
    private final JudgeEvaluationStore evaluations;
    private final JudgeScoreStore scores;

    public JudgeEvaluationWork(JudgeClient judges, JudgeEvaluationStore evaluations, DatabaseClient database) {
        this.judges = judges;
        this.evaluations = evaluations;
        this.scores = new JudgeScoreStore(database);
    }

    @Override
    public JobKind kind() {
        return JobKind.JUDGE_EVALUATION;
    }

    @Override
    public Mono<Ending> advance(Lease lease) {
        UUID id = lease.job().id();
        return evaluations
                .find(id)
                .switchIfEmpty(Mono.error(() -> new StopJobException("there is no evaluation of a judge " + id)))
                .flatMap(evaluation -> some(lease, evaluation)
                        .repeat()
                        .takeUntil(done -> done == 0)
                        .then(Mono.just((Ending) new Ending.Done())));
    }

    /** Has some judged; gives how many there were. */
    private Mono<Long> some(Lease lease, JudgeEvaluation evaluation) {
        int concurrency = evaluation.spec().path("concurrency").asInt();
        return scores.pending(evaluation.id(), concurrency * AHEAD)
                .collectList()
                .flatMap(pending -> Flux.fromIterable(pending)
                        .flatMap(one -> judge(lease, evaluation, one), concurrency)
                        .then(Mono.just((long) pending.size())));
    }

    private Mono<Long> judge(Lease lease, JudgeEvaluation evaluation, Pending asked) {
        return judges.judge(asked.trajectory(), evaluation.judge(), options(evaluation, asked), failed -> {})
                .elapsed()
                .onErrorMap(JudgeException.class, JudgeTrouble::meaning)
                .flatMap(came -> lease.write(scores.put(evaluation.id(), asked, came.getT2(), came.getT1())));
    }

    /** A judge of temperature 0 draws nothing; one that draws does it from another seed each time. */
    private static VerdictOptions options(JudgeEvaluation evaluation, Pending asked) {
        JsonNode own = evaluation.spec().path("temperature");
        Double temperature = own.isNumber() ? (Double) own.doubleValue() : null;
        if (asked.repeat() == 0) {
            return new VerdictOptions(true, drawn(temperature) ? seed(evaluation, asked) : null, temperature);
        }
        return VerdictOptions.anew(seed(evaluation, asked), temperature);
    }

    private static boolean drawn(@Nullable Double temperature) {
        return temperature != null && temperature > 0;
    }

    private static Long seed(JudgeEvaluation evaluation, Pending asked) {
        return SampleSeed.ofShort(SampleSeed.of(evaluation.seed(), asked.position() + 1), asked.repeat() + 1);
    }
}
