package io.reagent.eval.judges.report;

import io.reagent.eval.judges.JudgeEvaluation;
import io.reagent.kit.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Reports of what was judged until now. The last few are kept for as long as nothing is judged in between. */
public final class JudgeReports {
    private static final int KEPT = 16;

    private final DatabaseClient database;
    private final Scheduler threads;
    private final Map<Made, JudgeEvaluationReport> made = new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Made, JudgeEvaluationReport> eldest) {
            return size() > KEPT;
        }
    };

    /** @param threads where reports are made: it takes seconds */
    public JudgeReports(DatabaseClient database, Scheduler threads) {
        this.database = database;
        this.threads = threads;
    }

    private record Made(UUID id, long judged, String state) {}

    /** What its judgements amount to; fails with 409 while there is none. */
    public Mono<JudgeEvaluationReport> report(JudgeEvaluation evaluation) {
        if (evaluation.judgements().judged() == 0) {
            return Mono.error(() -> nothing(evaluation));
        }
        Made key = new Made(evaluation.id(), evaluation.judgements().judged(), evaluation.state());
        JudgeEvaluationReport kept = kept(key);
        return kept != null
                ? Mono.just(kept)
                : items(evaluation)
                        .publishOn(threads)
                        .map(items -> new ReportMaker(evaluation, items).make())
                        .doOnNext(report -> keep(key, report));
    }

    /** Both on the same attempts; fails with 422 where they have none in common. */
    public Mono<JudgeComparison> compare(JudgeEvaluation a, JudgeEvaluation b, int most) {
        return Mono.zip(items(a), items(b))
                .publishOn(threads)
                .map(both -> Comparing.of(a, both.getT1(), b, both.getT2(), most))
                .filter(comparison -> comparison.scored() > 0)
                .switchIfEmpty(Mono.error(() -> Problem.of(
                                HttpStatus.UNPROCESSABLE_CONTENT,
                                "nothing-in-common",
                                "No attempt was scored in both evaluations")
                        .field("b")
                        .remedy("Compare evaluations on the same set, and wait until both have judged some of it.")
                        .asException()));
    }

    private Mono<List<JudgedItem>> items(JudgeEvaluation evaluation) {
        return database.sql(JudgedItem.SELECT)
                .bind("id", evaluation.id())
                .map(JudgedItem::read)
                .all()
                .collectList();
    }

    private static Throwable nothing(JudgeEvaluation evaluation) {
        return Problem.of(HttpStatus.CONFLICT, "nothing-judged", "Nothing has been judged yet")
                .field("id")
                .remedy("GET /v1/judge-evaluations/" + evaluation.id() + " says where it stands.")
                .asException();
    }

    private synchronized @Nullable JudgeEvaluationReport kept(Made key) {
        return made.get(key);
    }

    private synchronized void keep(Made key, JudgeEvaluationReport report) {
        made.put(key, report);
    }
}
