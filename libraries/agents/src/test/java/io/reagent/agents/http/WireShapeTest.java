package io.reagent.agents.http;

import static io.reagent.kit.testing.DescribedSchemas.names;
import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.agents.AgentsFixture;
import io.reagent.agents.ScriptedChat.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What callers see are flat objects, whatever parts they are made of here; the hosts' documents describe them so. */
class WireShapeTest extends AgentsFixture {
    private static final List<String> RUN = List.of(
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
            "elapsed_ms");

    private static final List<String> ROW = List.of(
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

    @Test
    void runsHaveTheirFieldsInOneObject() {
        CHAT.on("shape", Reply.says("Flat."));
        JsonNode run = run(request("chat", "shape?"));

        assertThat(names(run)).containsExactlyElementsOf(RUN);
        assertThat(names(get("/v1/agents/runs").path("runs").get(0))).containsExactlyElementsOf(ROW);
    }
}
