package io.reagent.eval.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.eval.EvalFixture;
import io.reagent.eval.FakeAgents.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Evaluations that were made elsewhere, taken from their files. */
class ImportsTest extends EvalFixture {
    private static final int QUESTIONS = 70;
    private static final String LINE = """
            {"question": "What is %s?", "answer": "%s", "messages": [{"role": "system", "content": "s"}, {"role": "user", \
            "content": "What is %s?"}, {"role": "assistant", "content": "<think>hm</think>\\n<tool_call>\\n{\\"name\\": \
            \\"search\\", \\"arguments\\": {\\"query\\": [\\"x\\"]}}\\n</tool_call>"}, {"role": "user", "content": \
            "<tool_response>\\nfound\\n</tool_response>"}, {"role": "assistant", "content": "<answer>%s</answer>"}], \
            "prediction": "<answer>%s</answer>", "termination": "no_tool_call", "auto_judge": {"score": %s, \
            "extracted_answer": "%s"}}
            """;

    private ConfigurableApplicationContext replica;

    @BeforeEach
    void start() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < QUESTIONS; i++) {
            lines.append("""
                    {"id": "q%d", "question": "What is %d?", "answer": "%d"}
                    """.formatted(i, i, i));
        }
        lines.append("{\"id\": \"twice-a\", \"question\": \"Which one?\", \"answer\": \"a\"}\n");
        lines.append("{\"id\": \"twice-b\", \"question\": \"Which one?\", \"answer\": \"b\"}\n");
        Files.writeString(directory.resolve("sums.jsonl"), lines);
        Files.writeString(
                directory.resolve("sums.yaml"),
                "path: sums.jsonl\nquestion: question\nanswer: answer\nid: id\ngrader: short-answer\n");
        replica = startReplica();
    }

    private WebTestClient.ResponseSpec send(String parameters, MediaType type, String body) {
        return client.post()
                .uri("/v1/evaluations/import?" + parameters)
                .contentType(type)
                .bodyValue(body)
                .exchange();
    }

    private WebTestClient.ResponseSpec lines(String parameters, String body) {
        return send("format=release&benchmark=sums&" + parameters, MediaType.APPLICATION_NDJSON, body);
    }

    private static String line(int number, String said, int score) {
        return LINE.formatted(number, number, number, said, said, score, said);
    }

    private String imported(WebTestClient.ResponseSpec answer) {
        String id = json(answer.expectStatus().isCreated()).path("id").asString();
        await("/v1/evaluations/" + id + "/scorings", found -> found.path("scorings")
                .path(0)
                .path("state")
                .asString("")
                .equals("SUCCEEDED"));
        return id;
    }

    private String export(String id, String format) {
        return new String(
                Objects.requireNonNull(client.get()
                        .uri("/v1/evaluations/" + id + "/export?format=" + format)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBodyContent()),
                StandardCharsets.UTF_8);
    }

    private double passAt1(String id, int scoring) {
        return get("/v1/evaluations/" + id + "/results?scoring=" + scoring)
                .path("pass_at_1")
                .path("value")
                .asDouble();
    }

    @Test
    void linesOfTheReleaseAreGradedHereAndKeepTheirOwnScores() {
        String id = imported(lines(
                "policy=theirs&name=one", line(1, "1", 1) + line(2, "two", 0) + line(1, "7", 0) + line(2, "2", 0)));

        JsonNode evaluation = get("/v1/evaluations/" + id);
        assertThat(evaluation.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(evaluation.path("spec").path("subject").path("policy").asString())
                .isEqualTo("theirs");
        assertThat(evaluation.path("spec").path("imported").path("format").asString())
                .isEqualTo("release");
        assertThat(evaluation.path("lock").path("imported").asString()).isEqualTo("release");
        assertThat(evaluation.path("lock").path("sampling").isNull()).isTrue();
        assertThat(evaluation.path("progress").path("tokens").isNull()).isTrue();
        assertThat(evaluation.path("progress").path("done").asInt()).isEqualTo(4);
        assertThat(passAt1(id, 1)).isEqualTo(0.5);
        assertThat(passAt1(id, 2)).isEqualTo(0.25);
        JsonNode used = get("/v1/evaluations/" + id + "/results").path("used");
        assertThat(used.path("turns").path("value").asDouble()).isEqualTo(2);
        assertThat(used.path("calls").path("value").asDouble()).isEqualTo(1);
        assertThat(used.path("prompt_tokens").has("value")).isFalse();
        assertThat(count(
                        replica,
                        "select count(*) from eval.sample where trajectory -> 'steps' -> 0 -> 'calls' -> 0 ->> 'result' = 'found'"
                                + " and seed is null"))
                .isEqualTo(4);
    }

    @Test
    void whatIsExportedComesBackTheSameInEitherFormat() {
        agents.script(order -> {
            int number =
                    Integer.parseInt("0" + order.path("question").asString().replaceAll("\\D", ""));
            return number == 3 ? Answer.failed("no three") : Answer.of(number % 7 == 0 ? "seven" : "" + number);
        });
        String ours = json(post("/v1/evaluations", """
                        {"benchmark": "sums", "policy": "fake", "samples": 2, "tools": [], "seed": 5,
                         "subset": {"limit": 40}}""").expectStatus().isCreated())
                .path("id")
                .asString();
        await("/v1/evaluations/" + ours, found -> found.path("state").asString().equals("SUCCEEDED"));
        JsonNode counts = get("/v1/evaluations/" + ours + "/results").path("counts");

        String lines = imported(lines("policy=again", export(ours, "release")));
        String log =
                imported(send("format=inspect&benchmark=sums", MediaType.APPLICATION_JSON, export(ours, "inspect")));

        for (String again : new String[] {lines, log}) {
            assertThat(get("/v1/evaluations/" + again + "/results").path("counts"))
                    .isEqualTo(counts);
            assertThat(passAt1(again, 1)).isEqualTo(passAt1(ours, 1));
            assertThat(passAt1(again, 2)).isEqualTo(passAt1(ours, 1));
            JsonNode compared = get("/v1/evaluations/compare?a=" + ours + "&b=" + again);
            assertThat(compared.path("difference").path("value").asDouble()).isZero();
            assertThat(compared.path("only_a").asInt()).isZero();
            assertThat(compared.path("differences")
                            .valueStream()
                            .map(difference -> difference.path("field").asString()))
                    .contains("imported", "sampling", "prompt");
        }
        assertThat(get("/v1/evaluations/" + log)
                        .path("spec")
                        .path("subject")
                        .path("policy")
                        .asString())
                .isEqualTo("fake");
        assertThat(get("/v1/evaluations/" + log + "/results").path("used").path("prompt_tokens"))
                .isEqualTo(
                        get("/v1/evaluations/" + ours + "/results").path("used").path("prompt_tokens"));
    }

    @Test
    void nothingIsMadeOfWhatWasMadeElsewhere() {
        String id = imported(lines("policy=theirs", line(1, "1", 1)));

        post("/v1/evaluations/" + id + "/extend", "{\"samples\": 2}")
                .expectStatus()
                .isEqualTo(409);
        post("/v1/evaluations/" + id + "/resume", "{}").expectStatus().isEqualTo(409);
        post("/v1/evaluations/" + id + "/scorings", "{\"grader\": \"exact-match\"}")
                .expectStatus()
                .isCreated();
    }

    @Test
    void questionsWithUnlikeNumbersOfAttemptsAreSaidToBe() {
        String id = imported(lines("policy=theirs", line(1, "1", 1) + line(2, "2", 1) + line(2, "2", 1)));

        JsonNode evaluation = get("/v1/evaluations/" + id);
        assertThat(evaluation.path("state").asString()).isEqualTo("PARTIAL");
        assertThat(evaluation.path("reason").asString()).isEqualTo("the file has 3 of 4 attempts");
    }

    @Test
    void questionsThatReadAlikeAreToldApartByTheirIds() {
        String body = "{\"id\": \"twice-b\", \"question\": \"Which one?\", \"prediction\": \"b\", \"messages\": []}\n";

        String id = imported(lines("policy=theirs", body));

        assertThat(passAt1(id, 1)).isEqualTo(1);
        assertThat(get("/v1/evaluations/" + id + "/scorings").path("scorings")).hasSize(1);
    }

    @Test
    void whatCannotBeTakenIsRefusedWholeAndNamed() {
        String good = line(1, "1", 1);
        refused("policy=p", good + "{\"question\": \"Unknown?\", \"prediction\": \"x\"}\n", 422, "line 2", "Unknown?");
        refused(
                "policy=p",
                "{\"id\": \"q1\", \"question\": \"Other words\", \"prediction\": \"1\"}\n",
                422,
                "line 1",
                "q1");
        refused("policy=p", "{\"question\": \"Which one?\", \"prediction\": \"1\"}\n", 422, "line 1", "no id tells");
        refused("policy=p", good + "{\"question\": \n", 400, "line 2", "JSON");
        refused("policy=p", good + "[]\n", 400, "line 2", "object");
        refused("policy=p", good.replace("\"question\"", "\"query\""), 400, "line 1.question", "missing");
        refused("policy=p", good.replace("\"score\": 1", "\"score\": 5"), 400, "line 1.score", "0 to 1");
        refused(
                "policy=p",
                good.replace("\"role\": \"system\"", "\"role\": \"boss\""),
                400,
                "line 1.messages[0].role",
                "boss");
        String numbered = good.replace("{\"question\"", "{\"rollout_idx\": 1, \"question\"");
        refused("policy=p", numbered + numbered, 400, "line 2", "again");
        refused("policy=p", "\n", 400, "body", "no attempt");
        refused("", good, 422, "policy", "names no model");
        refused("policy=p&grader=best", good, 422, "grader", "best");
        send("format=release&benchmark=nothing&policy=p", MediaType.APPLICATION_NDJSON, good)
                .expectStatus()
                .isEqualTo(422);
        send("benchmark=sums&policy=p", MediaType.APPLICATION_NDJSON, good)
                .expectStatus()
                .isEqualTo(400);
        assertThat(get("/v1/evaluations").path("items")).isEmpty();
    }

    private void refused(String parameters, String body, int status, String field, String told) {
        JsonNode problem = json(lines(parameters, body).expectStatus().isEqualTo(status));
        assertThat(problem.path("field").asString("")).as(body).isEqualTo(field);
        assertThat(problem.path("detail").asString("")).contains(told);
        assertThat(problem.path("remedy").asString("")).isNotBlank();
    }

    @Test
    void logsThatAreNoneAreRefusedWithWhatToDo() {
        for (String body :
                new String[] {"{\"version\": 2, \"eval\": {}}", "[]", "{\"samples\": [{\"id\": 1}]}", "PK"}) {
            JsonNode problem = json(send("format=inspect&benchmark=sums", MediaType.APPLICATION_JSON, body)
                    .expectStatus()
                    .isEqualTo(400));
            assertThat(problem.path("field").asString("")).as(body).isNotBlank();
            assertThat(problem.path("remedy").asString("")).as(body).isNotBlank();
        }
    }
}
