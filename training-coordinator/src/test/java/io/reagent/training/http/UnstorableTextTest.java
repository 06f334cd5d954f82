package io.reagent.training.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.testing.UnstorableText;
import io.reagent.training.TrainingFixture;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class UnstorableTextTest extends TrainingFixture {
    @Test
    void nothingThatCannotBeStoredIsOurFault() {
        ConfigurableApplicationContext replica = startReplica();
        UnstorableText walk = new UnstorableText(
                "http://localhost:" + replica.getEnvironment().getProperty("local.server.port"));
        String run = start(run("grpo", "\"steps\": 1"));
        awaitState(run, "SUCCEEDED");
        policy.goAway();
        ObjectNode body = (ObjectNode) JSON.readTree(run("reagent-u", "\"schedule\": \"linear\""));
        body.put("name", "n").put("target", "policy");
        body.withObject("policy").put("system", "s").put("url", policy.url());
        body.putObject("judge").put("name", "fake").put("url", judge.url());

        walk.walkPaths();
        walk.walkBody("/v1/training-runs", body.toString());
        walk.walkBody("/v1/training-runs/" + run + "/fork", "{\"name\": \"n\", \"kind\": \"reagent-r\"}");

        assertThat(walk.findings()).isEmpty();
        assertThat(walk.sent()).isGreaterThan(150);
    }

    @Test
    void whatOthersWroteIsStoredWithAReplacement() throws Exception {
        policy.policy((prompt, seed) -> seed % 2 == 0 ? "\0 10" : "not\0");
        judge.critique("c\ud83d\0");
        startReplica();

        String run = start(run("reagent-u", "\"steps\": 1"));
        awaitState(run, "SUCCEEDED");

        JsonNode rollouts = get("/v1/training-runs/" + run + "/rollouts").path("items");
        assertThat(rollouts.path(0).path("critique").asString()).isEqualTo("c\ufffd\ufffd");
    }

    @Test
    void aLineOfTheFileThatCannotBeStoredIsNamed() throws Exception {
        Files.writeString(tasks(), "{\"question\": \"What is 10? \\u0000 \\ud800\", \"answer\": \"10\"}\n".repeat(100));
        startReplica();

        JsonNode refused = json(post("/v1/training-runs", run("grpo", "\"steps\": 1"))
                .expectStatus()
                .isBadRequest());
        assertThat(refused.path("detail").asString()).contains("line 1: question");
    }
}
