package io.reagent.training.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.training.FakeTinkerServer;
import io.reagent.training.TrainingFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BadInputTest extends TrainingFixture {
    private JsonNode problem(int status, String path, String body) {
        return json(post(path, body).expectStatus().isEqualTo(status));
    }

    private JsonNode refused(int status, String path) {
        return json(client.get().uri(path).exchange().expectStatus().isEqualTo(status));
    }

    @Test
    void whatCannotRunIsRefusedBeforeItIsStored() throws IOException {
        startReplica();
        String runs = "/v1/training-runs";

        assertThat(problem(400, runs, "{").path("type").asString()).endsWith("malformed-json");
        assertThat(problem(400, runs, "{\"kind\": \"grpo\"}").path("field").asString())
                .isEqualTo("policy");
        assertThat(problem(400, runs, run("grpo", "\"tempo\": 1")).path("field").asString())
                .isEqualTo("options.tempo");
        String elsewhere = run("grpo", "").replace(FakeTinkerServer.TOKENIZER.toString(), directory.toString());
        assertThat(problem(400, runs, elsewhere).path("field").asString()).isEqualTo("policy.tokenizer_directory");
        String missing =
                run("grpo", "").replace(FakeTinkerServer.TOKENIZER.toString(), FakeTinkerServer.TOKENIZER + "-none");
        assertThat(problem(400, runs, missing).path("detail").asString()).contains("no tokenizer.json");
        Files.writeString(tasks(), "{\"question\": 1}\n", StandardOpenOption.APPEND);
        assertThat(problem(400, runs, run("grpo", "")).path("detail").asString())
                .contains("line 31 has no");

        assertThat(get(runs).path("items").size()).isZero();
    }

    @Test
    void unknownIdsAndParametersAreNamed() {
        startReplica();
        String nowhere = "/v1/training-runs/0198f3b2-7c1e-7a63-9d7e-0a4f5f2b6c11";

        assertThat(refused(404, nowhere).path("type").asString()).endsWith("no-such-run");
        assertThat(refused(404, nowhere + "/events").path("type").asString()).endsWith("no-such-run");
        assertThat(refused(400, "/v1/training-runs/x").path("field").asString()).isEqualTo("id");
        assertThat(refused(400, "/v1/training-runs?colour=red").path("field").asString())
                .isEqualTo("colour");
        assertThat(refused(400, "/v1/training-runs?state=tired").path("field").asString())
                .isEqualTo("state");
        assertThat(refused(400, "/v1/training-runs?cursor=abc").path("field").asString())
                .isEqualTo("cursor");
        assertThat(problem(404, nowhere + "/resume", "{}").path("type").asString())
                .endsWith("no-such-run");
    }

    @Test
    void listsComeInPages() {
        startReplica();
        policy.goAway();
        for (int i = 0; i < 3; i++) {
            start(run("grpo", ""));
        }

        JsonNode first = get("/v1/training-runs?limit=2");
        JsonNode second = get(
                "/v1/training-runs?limit=2&cursor=" + first.path("next_cursor").asString());
        policy.comeBack();

        assertThat(first.path("items").size()).isEqualTo(2);
        assertThat(second.path("items").size()).isEqualTo(1);
        assertThat(second.path("next_cursor").isNull()).isTrue();
    }
}
