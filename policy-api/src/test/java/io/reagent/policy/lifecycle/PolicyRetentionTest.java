package io.reagent.policy.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.database.Retention;
import io.reagent.kit.database.RetentionProperties;
import io.reagent.policy.PolicyApiFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyRetentionTest extends PolicyApiFixture {
    private static final Duration MONTH = Duration.ofDays(30);

    private void run(String sql) {
        database.sql(sql).then().block();
    }

    private List<String> ids(String sql) {
        return database.sql(sql)
                .map(row -> row.get(0, String.class))
                .all()
                .collectList()
                .block();
    }

    private void session(String id, String ended) {
        run("insert into policy.session (id, tags, created_at, ended_at) values ('" + id
                + "', '[]', now() - interval '90 days', "
                + (ended == null ? "null" : "now() - interval '" + ended + "'")
                + ")");
        run("insert into policy.sampling_session (id, session_id, seq_id, base_model) values ('p-" + id + "', '" + id
                + "', 0, 'tiny')");
        run("insert into policy.training_run (id, session_id, model_seq_id, base_model, lora_rank, train_attn,"
                + " train_mlp, train_unembed, state, last_request_at) values ('r-" + id + "', '" + id
                + "', 0, 'tiny', 4, true, true, true, 'UNLOADED', now() - interval '80 days')");
    }

    private void agentRun(String status, String age) {
        run(
                "insert into policy.agent_run (id, status, question, model, weights, strategy, tools, request, error, ended_at)"
                        + " values (uuidv7(-interval '" + age + "'), '" + status + "', '" + status + " " + age
                        + "', 'm', 'w', 'plain', '[]', '{}', 'e', "
                        + (status.equals("RUNNING") ? "null" : "now()") + ")");
    }

    @Test
    void sessionsThatEndedLongAgoGoButNotTheirCheckpoints() {
        session("open", null);
        session("young", "20 days");
        session("old", "40 days");
        session("saved", "40 days");
        run("insert into policy.checkpoint (id, run_id, kind, name, directory, size_bytes, ephemeral) values"
                + " (uuidv7(), 'r-saved', 'TRAINING', 'c', 'd/nowhere', 1, false)");
        agentRun("FAILED", "40 days");
        agentRun("FAILED", "20 days");
        agentRun("RUNNING", "40 days");

        Retention retention = new PolicyRetention()
                .sessionRetention(database, new RetentionProperties(null, MONTH, MONTH, null, Duration.ofHours(1)));
        retention.sweep().block();

        assertThat(ids("select id from policy.session where id in ('open', 'young', 'old', 'saved')"))
                .containsExactlyInAnyOrder("open", "young", "saved");
        assertThat(ids("select id from policy.training_run where id like 'r-%'"))
                .containsExactlyInAnyOrder("r-open", "r-young", "r-saved");
        assertThat(ids("select id from policy.sampling_session where id like 'p-%'"))
                .containsExactlyInAnyOrder("p-open", "p-young");
        assertThat(ids("select question from policy.agent_run where model = 'm'"))
                .containsExactlyInAnyOrder("FAILED 20 days", "RUNNING 40 days");
    }
}
