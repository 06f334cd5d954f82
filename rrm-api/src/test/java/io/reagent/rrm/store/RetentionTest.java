package io.reagent.rrm.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.database.RetentionProperties;
import io.reagent.rrm.RrmApiFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RetentionTest extends RrmApiFixture {
    private static final RetentionProperties MONTH =
            new RetentionProperties(Duration.ofDays(30), null, null, null, Duration.ofHours(1));

    /** So many trajectories with a judgement of two samples each, of so long ago. */
    private void store(int count, String age) {
        database.sql("""
                        with shown as (insert into rrm.trajectory (id, content_hash, format, original, canonical)
                            select uuidv7(-:age::interval), encode(sha256((:age || i)::bytea), 'hex'), 'reagent', '{}',
                                '{"question": "kept?", "steps": [], "answer": "a"}'
                            from generate_series(1, :count) i returning id),
                        head as (insert into rrm.judgement (id, trajectory_id, judge, model, judge_version, params,
                                params_hash, outcome, score, usage, latency_ms, diagnostics)
                            select uuidv7(-:age::interval), id, 'retention', 'm', '1', '{}', 'h', 'SCORED', 0.5,
                                '{"input_tokens": 1, "output_tokens": 1}', 1, '{}' from shown
                            returning id, trajectory_id),
                        sample as (insert into rrm.judgement (id, trajectory_id, parent_id, sample_index, judge, model,
                                judge_version, params, params_hash, outcome, score, usage, latency_ms, diagnostics)
                            select uuidv7(), trajectory_id, id, i, 'retention', 'm', '1', '{}', 'h', 'SCORED', 0.5,
                                '{"input_tokens": 1, "output_tokens": 1}', 1, '{}' from head, generate_series(0, 1) i
                            returning parent_id)
                        insert into rrm.cached_judgement
                            select encode(sha256(id::text::bytea), 'hex'), id from head""").bind("age", age).bind("count", count).then().block();
    }

    @Test
    void judgementsGoWithTheirSamplesAndTrajectoriesWhenNothingIsLeftOfThem() {
        store(5_000, "40 days");
        store(10, "20 days");
        JsonNode judged = judged(body("Is this kept?"));
        long began = System.nanoTime();

        RrmRetention.of(database, MONTH).sweep().block(LIMIT);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
        assertThat(rows("select count(*) from rrm.judgement where judge = 'retention' and parent_id is null"))
                .isEqualTo(10);
        assertThat(rows("select count(*) from rrm.judgement where judge = 'retention' and parent_id is not null"))
                .isEqualTo(20);
        assertThat(rows("select count(*) from rrm.trajectory t where question = 'kept?' and not exists"
                        + " (select from rrm.judgement j where j.trajectory_id = t.id)"))
                .isZero();
        assertThat(get("/v1/judgements/" + judged.path("id").asString())
                        .path("score")
                        .isNumber())
                .isTrue();
    }

    @Test
    void aTrajectoryOfAYoungJudgementIsKept() {
        store(1, "31 days");
        database.sql("insert into rrm.judgement (id, trajectory_id, judge, model, judge_version, params, params_hash,"
                        + " outcome, score, usage, latency_ms, diagnostics) select uuidv7(), id, 'again', 'm', '1', '{}',"
                        + " 'h', 'SCORED', 0.5, '{\"input_tokens\": 1, \"output_tokens\": 1}', 1, '{}' from rrm.trajectory"
                        + " where content_hash = encode(sha256('31 days1'::bytea), 'hex')")
                .then()
                .block();

        RrmRetention.of(database, MONTH).sweep().block(LIMIT);

        assertThat(rows("select count(*) from rrm.judgement where judge = 'again'"))
                .isEqualTo(1);
        assertThat(rows("select count(*) from rrm.trajectory where content_hash ="
                        + " encode(sha256('31 days1'::bytea), 'hex')"))
                .isEqualTo(1);
    }

    @Test
    void nothingGoesUnlessATimeIsSet() {
        store(3, "400 days");

        RrmRetention.of(database, new RetentionProperties(null, null, null, null, Duration.ofHours(1)))
                .sweep()
                .block(LIMIT);

        assertThat(
                        rows(
                                "select count(*) from rrm.judgement where parent_id is null and id < uuidv7(interval '-390 days')"))
                .isEqualTo(3);
    }
}
