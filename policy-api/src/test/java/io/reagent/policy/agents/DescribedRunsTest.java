package io.reagent.policy.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.testing.DescribedSchemas;
import org.junit.jupiter.api.Test;

/** Runs are described as the flat objects that they are, whatever parts they are made of. */
class DescribedRunsTest extends HostedAgentsFixture {
    @Test
    void aRunHasItsFieldsInOneObject() {
        DescribedSchemas described = DescribedSchemas.of(client);

        assertThat(described.fields("AgentRunView"))
                .containsExactlyInAnyOrder(
                        "id",
                        "status",
                        "question",
                        "model",
                        "weights",
                        "strategy",
                        "tools",
                        "system",
                        "sampling",
                        "limits",
                        "judge",
                        "dialect",
                        "world_task",
                        "answer",
                        "reference",
                        "correct",
                        "stop",
                        "limit",
                        "error",
                        "turns",
                        "trajectory_id",
                        "first",
                        "not_refined",
                        "usage",
                        "started_at",
                        "elapsed_ms",
                        "trajectories");
        assertThat(described.nullable("AgentRunView"))
                .contains(
                        "answer",
                        "reference",
                        "correct",
                        "stop",
                        "limit",
                        "error",
                        "trajectory_id",
                        "not_refined",
                        "elapsed_ms",
                        "trajectories");
    }

    @Test
    void soHasTheRowOfAList() {
        DescribedSchemas described = DescribedSchemas.of(client);

        assertThat(described.fields("Row"))
                .containsExactlyInAnyOrder(
                        "id",
                        "status",
                        "question",
                        "model",
                        "strategy",
                        "tools",
                        "answer",
                        "reference",
                        "stop",
                        "started_at",
                        "ended_at");
        assertThat(described.nullable("Row")).contains("answer", "reference", "stop", "ended_at");
    }
}
