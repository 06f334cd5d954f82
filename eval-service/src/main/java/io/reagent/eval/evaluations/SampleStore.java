package io.reagent.eval.evaluations;

import static io.reagent.kit.database.Columns.required;

import io.reagent.kit.database.Columns;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Attempts as they were made, graded and judged; what is written is written within a lease. */
public final class SampleStore {
    private final DatabaseClient database;

    public SampleStore(DatabaseClient database) {
        this.database = database;
    }

    /** A sample of an evaluation by its question and number. */
    record Key(int position, int sample) {}

    /** What the samples of an evaluation have used. */
    public record Spent(long tokens, @Nullable Double cost) {}

    /** Those that are stored. */
    Flux<Key> keys(UUID evaluation) {
        return database.sql("select position, sample from eval.sample where evaluation_id = :id")
                .bind("id", evaluation)
                .map(row -> new Key(required(row, "position", Integer.class), required(row, "sample", Integer.class)))
                .all();
    }

    /** Everything that is stored, counted. */
    public Mono<Spent> spent(UUID evaluation) {
        return database.sql("select coalesce(sum(prompt_tokens + completion_tokens), 0)::bigint as tokens,"
                        + " sum(cost)::double precision as cost from eval.sample where evaluation_id = :id")
                .bind("id", evaluation)
                .map(row -> new Spent(required(row, "tokens", Long.class), row.get("cost", Double.class)))
                .one();
    }

    /** Deletes attempts of which nothing came, so that they are made again. */
    Mono<Void> forgetFailures(UUID evaluation) {
        return database.sql("delete from eval.sample where evaluation_id = :id and outcome = 'FAILED'")
                .bind("id", evaluation)
                .then();
    }

    /** Attempts with their grades and judgements; of one that is there already nothing is written. */
    Mono<Void> store(UUID evaluation, UUID scoring, List<Attempted> attempts) {
        return insert(evaluation, attempts.stream().map(SampleRows::sample).toList())
                .then(grade(
                        scoring,
                        attempts.stream()
                                .map(SampleRows::grade)
                                .filter(Objects::nonNull)
                                .toList()))
                .then(judge(attempts.stream().flatMap(SampleRows::judgements).toList()));
    }

    /** Samples; one that is there already stays. */
    Mono<Void> insert(UUID evaluation, List<Map<String, Object>> rows) {
        return database.sql("""
                        insert into eval.sample (id, evaluation_id, position, sample, seed, outcome, answer, stop, stop_limit,
                            error, agent_run_id, trajectory, first, not_refined, usage, cost, elapsed_ms, tries)
                        select id, :evaluation, position, sample, seed, outcome, answer, stop, stop_limit,
                            error, agent_run_id, trajectory, first, not_refined, usage, cost, elapsed_ms, tries
                        from jsonb_to_recordset(:rows) as r (id uuid, position integer, sample integer, seed bigint,
                            outcome text, answer text, stop text, stop_limit text, error text, agent_run_id uuid,
                            trajectory jsonb, first jsonb, not_refined text, usage jsonb, cost numeric, elapsed_ms bigint,
                            tries integer)
                        on conflict (evaluation_id, position, sample) do nothing""")
                .bind("rows", Columns.json(rows))
                .bind("evaluation", evaluation)
                .then();
    }

    /** Grades by sample; one that is there already stays, and one of a sample that there is not is none. */
    Mono<Void> grade(UUID scoring, List<Map<String, Object>> rows) {
        return rows.isEmpty()
                ? Mono.empty()
                : database.sql("""
                        insert into eval.grade (scoring_id, sample_id, outcome, score, rule, extracted, reference, reason)
                        select :scoring, sample_id, outcome, score, rule, extracted, reference, reason
                        from jsonb_to_recordset(:rows) as r (sample_id uuid, outcome text, score double precision, rule text,
                            extracted text, reference text, reason text)
                        where exists (select 1 from eval.sample s where s.id = r.sample_id)
                        on conflict (scoring_id, sample_id) do nothing""")
                        .bind("rows", Columns.json(rows))
                        .bind("scoring", scoring)
                        .then();
    }

    /** The same of judgements. */
    Mono<Void> judge(List<Map<String, Object>> rows) {
        return rows.isEmpty()
                ? Mono.empty()
                : database.sql("""
                        insert into eval.sample_judgement (sample_id, stage, judge, outcome, score, critique, reason,
                            judgement_id)
                        select sample_id, stage, judge, outcome, score, critique, reason, judgement_id
                        from jsonb_to_recordset(:rows) as r (sample_id uuid, stage text, judge text, outcome text,
                            score double precision, critique text, reason text, judgement_id uuid)
                        where exists (select 1 from eval.sample s where s.id = r.sample_id)
                        on conflict (sample_id, stage, judge) do nothing""").bind("rows", Columns.json(rows)).then();
    }
}
