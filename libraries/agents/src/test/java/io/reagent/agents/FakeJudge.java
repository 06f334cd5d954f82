package io.reagent.agents;

import io.reagent.kit.database.UuidV7;
import io.reagent.kit.testing.JudgeRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The judge's service by script: an answer for each word of a question, else a good judgement. */
public final class FakeJudge {
    private final Map<String, Supplier<Answer>> scripts = new ConcurrentHashMap<>();
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private final DisposableServer server;

    /** A status with a body. */
    public record Answer(int status, ObjectNode body) {
        public static Answer scored(double score, String critique) {
            return outcome("SCORED").with(body -> body.put("score", score).put("critique", critique));
        }

        public static Answer outcome(String outcome) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put("id", UuidV7.next().toString())
                    .put("trajectory_id", UuidV7.next().toString());
            body.put("outcome", outcome).putNull("score");
            body.putObject("judge").put("name", "strict");
            return new Answer(200, body);
        }

        public static Answer problem(int status, String detail) {
            return new Answer(status, JsonNodeFactory.instance.objectNode().put("detail", detail));
        }

        private Answer with(java.util.function.Consumer<ObjectNode> change) {
            change.accept(body);
            return this;
        }
    }

    public FakeJudge() {
        server = HttpServer.create()
                .port(0)
                .route(routes -> routes.get(
                                "/v1/judges", (request, response) -> response.header("Content-Type", "application/json")
                                        .sendString(Mono.just("{\"judges\": [{\"name\": \"strict\"}]}")))
                        .post("/v1/judgements", (http, response) -> http.receive()
                                .aggregate()
                                .asString()
                                .flatMap(body -> {
                                    JsonNode request = JsonMapper.shared().readTree(body);
                                    requests.add(request);
                                    JudgeRules.Refused refused = JudgeRules.refusal(request, Set.of("strict"));
                                    if (refused != null) {
                                        return response.status(refused.status())
                                                .header("Content-Type", "application/problem+json")
                                                .sendString(Mono.just(refused.body()))
                                                .then();
                                    }
                                    Answer answer = scripts.entrySet().stream()
                                            .filter(entry -> body.contains(entry.getKey()))
                                            .map(entry -> entry.getValue().get())
                                            .findFirst()
                                            .orElseGet(() -> Answer.scored(0.5, "Look again."));
                                    return response.status(answer.status())
                                            .header("Content-Type", "application/json")
                                            .sendString(Mono.just(answer.body().toString()))
                                            .then();
                                })))
                .bindNow();
    }

    public void on(String word, Supplier<Answer> answer) {
        scripts.put(word, answer);
    }

    public List<JsonNode> requests(String word) {
        return requests.stream()
                .filter(request -> request.toString().contains(word))
                .toList();
    }

    public String url() {
        return "http://localhost:" + server.port();
    }
}
