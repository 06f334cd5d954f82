package io.reagent.eval.exports;

import static io.reagent.kit.database.Columns.required;

import io.r2dbc.spi.Readable;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.core.trajectory.TrajectoryReader;
import io.reagent.eval.evaluations.EvaluationStore;
import io.reagent.kit.database.Columns;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Samples in the order of their questions, read a few at a time: no connection waits for whoever reads slowly. */
public final class ExportRows {
    private static final int AT_ONCE = 32;
    private static final String SELECT = """
            select s.id, s.sample, s.seed, s.agent_run_id, s.answer, s.stop, s.stop_limit, s.error, s.trajectory, s.first,
                s.turns, s.calls, s.prompt_tokens, s.completion_tokens, s.cost::double precision as cost, s.elapsed_ms,
                s.tries, s.created_at, ei.position, ei.item, ei.hash, ei.category, ei.level, ei.cluster, ei.asked, i.content,
                g.outcome as grade, g.score, g.rule, g.extracted, g.reference, g.reason,
                (select coalesce(jsonb_agg(jsonb_build_object('stage', j.stage, 'judge', j.judge, 'outcome', j.outcome,
                    'score', j.score, 'critique', j.critique, 'reason', j.reason) order by j.stage, j.judge), '[]'::jsonb)
                    from eval.sample_judgement j where j.sample_id = s.id) as judgements
            from eval.sample s
            join eval.evaluation_item ei on ei.evaluation_id = s.evaluation_id and ei.position = s.position
            join eval.item i on i.hash = ei.hash
            left join eval.grade g on g.sample_id = s.id and g.scoring_id = :scoring
            where s.evaluation_id = :evaluation and (s.position, s.sample) > (:position, :after)""";

    private final DatabaseClient database;

    public ExportRows(DatabaseClient database) {
        this.database = database;
    }

    /** @param sample only this one of each question, from 0; null: all */
    Flux<ExportedSample> of(UUID evaluation, UUID scoring, @Nullable Integer sample) {
        return page(evaluation, scoring, sample, -1, -1)
                .expand(page -> {
                    if (page.size() < AT_ONCE) {
                        return Mono.empty();
                    }
                    ExportedSample last = page.getLast();
                    return page(evaluation, scoring, sample, last.question().position(), last.sample());
                })
                .concatMapIterable(page -> page, 1);
    }

    private Mono<List<ExportedSample>> page(
            UUID evaluation, UUID scoring, @Nullable Integer sample, int position, int after) {
        String sql = SELECT
                + (sample == null ? "" : " and s.sample = " + sample)
                + " order by s.position, s.sample limit " + AT_ONCE;
        return database.sql(sql)
                .bind("evaluation", evaluation)
                .bind("scoring", scoring)
                .bind("position", position)
                .bind("after", after)
                .map(ExportRows::read)
                .all()
                .collectList();
    }

    /** The ids of the questions, in their order. */
    Flux<String> items(UUID evaluation) {
        return database.sql("select item from eval.evaluation_item where evaluation_id = :id order by position")
                .bind("id", evaluation)
                .map(row -> required(row, "item", String.class))
                .all();
    }

    private static ExportedSample read(Readable row) {
        return new ExportedSample(
                required(row, "id", UUID.class),
                EvaluationStore.question(row),
                new ExportedSample.Place(
                        row.get("category", String.class),
                        row.get("level", String.class),
                        required(row, "cluster", String.class)),
                required(row, "sample", Integer.class),
                row.get("seed", Long.class),
                row.get("agent_run_id", UUID.class),
                new ExportedSample.Course(
                        row.get("answer", String.class),
                        row.get("stop", String.class),
                        row.get("stop_limit", String.class),
                        row.get("error", String.class),
                        trajectory(row, "trajectory"),
                        trajectory(row, "first")),
                new ExportedSample.Used(
                        required(row, "turns", Integer.class),
                        required(row, "calls", Integer.class),
                        row.get("prompt_tokens", Long.class),
                        row.get("completion_tokens", Long.class),
                        row.get("cost", Double.class),
                        row.get("elapsed_ms", Long.class),
                        required(row, "tries", Integer.class)),
                grade(row),
                Columns.tree(row, "judgements"),
                required(row, "created_at", Instant.class));
    }

    private static @Nullable Trajectory trajectory(Readable row, String column) {
        JsonNode written = Columns.treeOrNull(row, column);
        return written == null ? null : TrajectoryReader.written(written);
    }

    private static ExportedSample.@Nullable Grade grade(Readable row) {
        String outcome = row.get("grade", String.class);
        return outcome == null
                ? null
                : new ExportedSample.Grade(
                        outcome,
                        row.get("score", Double.class),
                        required(row, "rule", String.class),
                        row.get("extracted", String.class),
                        row.get("reference", String.class),
                        row.get("reason", String.class));
    }
}
