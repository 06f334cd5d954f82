package io.reagent.training.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.training.TrainingFixture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.JsonNode;

/** Whose key goes where: to the server that the operator named it for, and to no other. */
class KeysTest extends TrainingFixture {
    private final LoopResources loops = LoopResources.create("eavesdropper", 1, true);
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile String elsewhere = "";
    private final DisposableServer eavesdropper = HttpServer.create()
            .runOn(loops)
            .port(0)
            .handle((request, response) -> {
                heard.add(request.path() + " " + request.requestHeaders().get("X-API-Key") + " "
                        + request.requestHeaders().get("Authorization"));
                return elsewhere.isEmpty()
                        ? response.status(400).sendString(Mono.just("{\"detail\": \"inner secrets\"}"))
                        : response.status(307).header("Location", elsewhere).send();
            })
            .bindNow();

    @AfterEach
    void stopListening() {
        eavesdropper.disposeNow();
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
    }

    private String there() {
        return "http://localhost:" + eavesdropper.port();
    }

    private String onServer(String server) {
        return run("grpo", "\"steps\": 1").replace("\"policy\": {", "\"policy\": {" + server + ", ");
    }

    private String judgedBy(String server) {
        return run("reagent-r", "\"steps\": 1").replace("\"dataset\"", "\"judge\": {" + server + "}, \"dataset\"");
    }

    @Test
    void aUrlOfTheCallersIsNotCalledAtAll() {
        startReplicaWith("--reagent.training.policy-api-key=K1", "--reagent.training.judge-api-key=K1");

        for (String body :
                List.of(onServer("\"url\": \"" + there() + "\""), judgedBy("\"url\": \"" + there() + "\""))) {
            JsonNode refused =
                    json(post("/v1/training-runs", body).expectStatus().isBadRequest());
            assertThat(refused.path("field").asString()).endsWith(".url");
            assertThat(refused.path("remedy").asString()).contains("default");
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void aUrlThatIsAllowedGetsNoKeyAndIsNotQuoted() {
        startReplicaWith(
                "--reagent.training.policy-api-key=K1",
                "--reagent.training.judge-api-key=K2",
                "--reagent.training.servers.allowed-urls=" + there());

        JsonNode policy = ended(start(onServer("\"url\": \"" + there() + "/\"")));
        JsonNode judged = ended(start(judgedBy("\"url\": \"" + there() + "\"")));

        for (JsonNode run : List.of(policy, judged)) {
            assertThat(run.path("reason").asString()).contains("answered 400").doesNotContain("inner secrets");
            assertThat(run.path("notices").path(0).asString()).contains("did not tell");
        }
        assertThat(heard).isNotEmpty().allMatch(request -> request.endsWith(" null null"));
    }

    @Test
    void aNamedServerGetsItsOwnKeyAndNobodyElseDoes() {
        startReplicaWith(
                "--reagent.training.policy-api-key=K1",
                "--reagent.training.judge-api-key=K2",
                "--reagent.training.servers.policies.gpu.url=" + there(),
                "--reagent.training.servers.policies.gpu.api-key=K3",
                "--reagent.training.servers.judges.strict.url=" + there(),
                "--reagent.training.servers.judges.strict.api-key=K4");

        JsonNode policy = ended(start(onServer("\"server\": \"gpu\"")));
        assertThat(policy.path("reason").asString()).contains("inner secrets");
        assertThat(heard).isNotEmpty().allMatch(request -> request.endsWith(" K3 null"));
        heard.clear();
        ended(start(judgedBy("\"server\": \"strict\"")));
        assertThat(heard).isNotEmpty().allMatch(request -> request.endsWith(" null Bearer K4"));
        assertThat(get("/v1/training-defaults").path("servers").toString())
                .isEqualTo("{\"policies\":[\"default\",\"gpu\"],\"judges\":[\"default\",\"strict\"]}");
    }

    @Test
    void aRedirectIsNotFollowedWithAKey() {
        elsewhere = policy.url() + "/elsewhere";
        startReplicaWith(
                "--reagent.training.servers.policies.gpu.url=" + there(),
                "--reagent.training.servers.policies.gpu.api-key=K3");

        JsonNode run = ended(start(onServer("\"server\": \"gpu\"")));

        assertThat(run.path("reason").asString()).contains("answered 307");
        assertThat(policy.samples()).isEmpty();
    }

    private JsonNode ended(String run) {
        return await(run, found -> found.path("state").asString().equals("FAILED"));
    }
}
