package io.reagent.training.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.database.Retention;
import io.reagent.kit.database.RetentionProperties;
import io.reagent.training.TrainingFixture;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;

class RunRetentionTest extends TrainingFixture {
    private static final Duration MONTH = Duration.ofDays(30);
    private DatabaseClient rows;

    private Retention retention() {
        return RunRetention.of(rows, new RetentionProperties(null, null, null, MONTH, Duration.ofHours(1)));
    }

    private UUID run(String state, String age, UUID forkedFrom) {
        UUID id = UUID.randomUUID();
        var insert = rows.sql(
                        "insert into training.run (id, kind, target, spec, state, steps, forked_from, finished_at)"
                                + " values (:id, 'grpo', 'policy', '{}', :state, 9, :from,"
                                + " case when :state in ('QUEUED', 'RUNNING', 'WAITING') then null else now() - :age::interval"
                                + " end)")
                .bind("id", id)
                .bind("state", state)
                .bind("age", age);
        (forkedFrom == null ? insert.bindNull("from", UUID.class) : insert.bind("from", forkedFrom))
                .then()
                .block();
        return id;
    }

    private UUID checkpoint(UUID run) {
        UUID step = UUID.randomUUID();
        UUID checkpoint = UUID.randomUUID();
        rows.sql("insert into training.step (id, run_id, step, attempt, trained, learning_rate, metrics, started_at,"
                        + " finished_at) values (:id, :run, 0, 1, true, 1, '{}', now(), now())")
                .bind("id", step)
                .bind("run", run)
                .then()
                .block();
        rows.sql("insert into training.checkpoint (id, run_id, step_id, step, weights_path, sampler_path)"
                        + " values (:id, :run, :step, 1, 'w', 's')")
                .bind("id", checkpoint)
                .bind("run", run)
                .bind("step", step)
                .then()
                .block();
        return checkpoint;
    }

    private void rollouts(UUID run, int tasks) {
        rows.sql("""
                        with task as (insert into training.task_group (id, step_id, run_id, step, task_index, task,
                                question, reference)
                            select gen_random_uuid(), s.id, s.run_id, 0, i, 't', 'q', 'r'
                            from training.step s, generate_series(1, :tasks) i where s.run_id = :run
                            returning id, task_index),
                        evaluation as (insert into training.evaluation (id, run_id, checkpoint_id, step, passed, tried,
                                rate, rate_low, rate_high, metrics)
                            select gen_random_uuid(), :run, c.id, 1, 1, 1, 1, 1, 1, '{}' from training.checkpoint c
                            where c.run_id = :run returning id),
                        first as (insert into training.rollout (id, run_id, step, stage, task_index, sample, group_id,
                                evaluation_id, policy, policy_step, seed, task, trajectory, stop, correct, tokens,
                                sampled, logprobs, sequence_lengths, own_tokens, calls)
                            select gen_random_uuid(), :run, 0, 'FIRST', t.task_index, 0, t.id, e.id, 'p', 0, 0, 't',
                                '{"question": "q", "steps": [], "answer": "a"}', 'ANSWERED', true, '{}', '{}', '{}', '{}',
                                0, 0 from task t, evaluation e returning id, task_index, group_id)
                        insert into training.rollout (id, run_id, step, stage, task_index, sample, first_id, policy,
                                policy_step, seed, task, trajectory, stop, correct, tokens, sampled, logprobs,
                                sequence_lengths, own_tokens, calls)
                            select gen_random_uuid(), :run, 0, 'REFINED', f.task_index, 0, f.id, 'p', 0, 0, 't',
                                '{"question": "q", "steps": [], "answer": "a"}', 'ANSWERED', true, '{}', '{}', '{}', '{}',
                                0, 0 from first f""").bind("run", run).bind("tasks", tasks).then().block();
    }

    private List<UUID> left() {
        return rows.sql("select id from training.run")
                .map(row -> row.get("id", UUID.class))
                .all()
                .collectList()
                .block();
    }

    @Test
    void whatIsOverForLongGoesUnlessSomethingRefersToIt() {
        ConfigurableApplicationContext replica = startReplica();
        rows = replica.getBean(DatabaseClient.class);
        UUID old = run("SUCCEEDED", "40 days", null);
        checkpoint(old);
        UUID young = run("FAILED", "20 days", null);
        UUID parent = run("SUCCEEDED", "40 days", null);
        UUID fork = run("CANCELLED", "20 days", checkpoint(parent));
        UUID oldFork = run("CANCELLED", "35 days", checkpoint(run("SUCCEEDED", "50 days", null)));
        UUID active = run("WAITING", "0", null);

        assertThat(retention().sweep().block()).isEqualTo(3);

        assertThat(left())
                .containsExactlyInAnyOrder(young, parent, fork, active)
                .doesNotContain(old, oldFork);
        assertThat(count(replica, "select count(*) from training.checkpoint")).isEqualTo(1);
    }

    @Test
    void manyRolloutsGoQuickly() {
        ConfigurableApplicationContext replica = startReplica();
        rows = replica.getBean(DatabaseClient.class);
        UUID kept = run("SUCCEEDED", "1 day", null);
        UUID old = run("SUCCEEDED", "40 days", null);
        for (UUID run : List.of(kept, old)) {
            checkpoint(run);
            rollouts(run, 20_000);
        }
        rows.sql("analyze training.rollout").then().block();

        long began = System.nanoTime();
        assertThat(retention().sweep().block()).isEqualTo(1);
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(count(replica, "select count(*) from training.rollout")).isEqualTo(40_000);
        // each of 40,000 rollouts is looked for as another's first attempt: some seconds; without an index, some
        // minutes
        assertThat(took).isLessThan(Duration.ofSeconds(30));
        assertThat(plan("select id, question from training.rollout where run_id = '" + kept + "' and id < '"
                        + UUID.randomUUID() + "' order by id desc limit 50"))
                .contains("rollout_run_idx")
                .doesNotContain("Sort");
        for (String reference : List.of("rollout.first_id", "rollout.evaluation_id", "task_group.step_id")) {
            String[] column = reference.split("\\.");
            assertThat(plan("select 1 from training." + column[0] + " where " + column[1] + " = '" + kept + "'"))
                    .contains("Index");
        }
    }

    private String plan(String sql) {
        return String.join(
                "\n",
                rows.sql("explain " + sql)
                        .map(row -> row.get(0, String.class))
                        .all()
                        .collectList()
                        .block());
    }
}
