package io.reagent.eval.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reagent.eval.FakeAgents.Answer;
import io.reagent.eval.SharedEvalFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Gates of evaluations, and the questions behind them. */
class GatesTest extends SharedEvalFixture {
    private static final int QUESTIONS = 40;

    @BeforeAll
    void questions() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < QUESTIONS; i++) {
            lines.append("{\"question\": \"What is %d?\", \"answer\": \"%d\"}\n".formatted(i, i));
        }
        Files.writeString(directory.resolve("sums.jsonl"), lines);
        Files.writeString(directory.resolve("sums.yaml"), "path: sums.jsonl\nquestion: question\nanswer: answer\n");
    }

    private static int number(JsonNode order) {
        return Integer.parseInt(order.path("question").asString().replaceAll("\\D", ""));
    }

    private String evaluated(String more) {
        return evaluated("short-answer", more);
    }

    private String evaluated(String grader, String more) {
        String id = started(grader, more);
        await("/v1/evaluations/" + id, found -> found.path("state").asString().equals("SUCCEEDED"));
        return id;
    }

    private String started(String grader, String more) {
        return json(post("/v1/evaluations", """
                        {"benchmark": "sums", "policy": "fake", "grader": "%s", "samples": 1, "tools": [],
                         "seed": 5%s}""".formatted(grader, more))
                        .expectStatus()
                        .isCreated())
                .path("id")
                .asString();
    }

    private JsonNode gate(String id, String query) {
        return get("/v1/evaluations/" + id + "/gate?" + query);
    }

    @Test
    void theBoundDecidesAndNotTheFigure() {
        agents.script(order -> number(order) % 4 == 0 ? Answer.of("no idea") : Answer.of("" + number(order)));
        String id = evaluated("");

        JsonNode passed = gate(id, "above=0.6&confidence=0.95");
        JsonNode failed = gate(id, "above=0.7&confidence=0.95");

        assertThat(passed.path("figure").path("value").asDouble()).isEqualTo(0.75);
        assertThat(passed.path("passed").asBoolean()).isTrue();
        // pass@1 is above 0.7, and yet might be below
        assertThat(failed.path("figure").path("value").asDouble()).isEqualTo(0.75);
        assertThat(failed.path("lower").asDouble()).isLessThan(0.7).isGreaterThan(0.6);
        assertThat(failed.path("passed").asBoolean()).isFalse();
        assertThat(failed.path("reason").asString()).contains("95.0 % one-sided confidence", "not above 0.7");
    }

    @Test
    void anAttemptThatFailedCountsAsWrong() {
        agents.script(order -> number(order) % 2 == 0 ? Answer.of("" + number(order)) : Answer.failed("broken"));
        String id = evaluated("");

        assertThat(get("/v1/evaluations/" + id + "/results")
                        .path("pass_at_1")
                        .path("value")
                        .asDouble())
                .isEqualTo(1);
        JsonNode gate = gate(id, "above=0.6");
        assertThat(gate.path("figure").path("value").asDouble()).isEqualTo(0.5);
        assertThat(gate.path("passed").asBoolean()).isFalse();
    }

    @Test
    void whatIsAsGoodIsNotWorseByAMarginAndNotBetter() {
        agents.script(order -> number(order) % 4 == 0 ? Answer.of("no idea") : Answer.of("" + number(order)));
        String before = evaluated("");
        agents.script(order -> number(order) % 4 == 1 ? Answer.of("no idea") : Answer.of("" + number(order)));
        String now = evaluated("");

        JsonNode notWorse = gate(now, "not_worse_than=" + before + "&margin=0.3");
        assertThat(notWorse.path("passed").asBoolean()).isTrue();
        assertThat(notWorse.path("figure").path("value").asDouble()).isCloseTo(0, within(1e-12));
        assertThat(notWorse.path("bound").asDouble()).isEqualTo(-0.3);
        assertThat(notWorse.path("not_worse_than").asString()).isEqualTo(before);
        assertThat(notWorse.path("differences")).isEmpty();
        assertThat(gate(now, "not_worse_than=" + before).path("passed").asBoolean())
                .isFalse();
    }

    @Test
    void whatCannotBeGatedIsRefused() {
        agents.script(order -> Answer.of("42"));
        agents.pause(Duration.ofSeconds(20));
        String going = started("short-answer", ", \"concurrency\": 1");
        agents.pause(Duration.ofMillis(5));
        String done = evaluated("");
        String other = evaluated("exact-match", "");

        refused(going, "above=0.5", 409, "evaluation-state");
        refused(done, "not_worse_than=" + going, 409, "evaluation-state");
        refused(done, "not_worse_than=" + other, 422, "graded by");
        refused(done, "", 400, "above is missing");
        refused(done, "above=0.5&not_worse_than=" + other, 400, "stands beside");
        refused(done, "above=0.5&margin=0.1", 400, "margin is for");
        refused(done, "above=0.5&confidence=0.5", 400, "confidence");
        refused(done, "above=50", 400, "above");
        post("/v1/evaluations/" + going + "/cancel", "{}").expectStatus().isOk();
    }

    private void refused(String id, String query, int status, String says) {
        JsonNode problem = json(client.get()
                .uri("/v1/evaluations/" + id + "/gate?" + query)
                .exchange()
                .expectStatus()
                .isEqualTo(status));
        assertThat(problem.toString()).contains(says);
    }

    @Test
    void everyQuestionIsListedWithWhatWasAnswered() {
        agents.script(order -> switch (number(order)) {
            case 0 -> Answer.of("no idea");
            case 1 -> Answer.failed("broken");
            default -> Answer.of("" + number(order));
        });
        String id = evaluated("");

        JsonNode page = get("/v1/evaluations/" + id + "/questions?limit=2");
        JsonNode wrong = page.path("items").path(0);
        assertThat(wrong.path("question").asString()).isEqualTo("What is 0?");
        assertThat(wrong.path("references").toString()).isEqualTo("[\"0\"]");
        assertThat(wrong.path("samples").path(0).path("grade").path("outcome").asString())
                .isEqualTo("WRONG");
        assertThat(wrong.path("samples").path(0).path("answer").asString()).isEqualTo("no idea");
        JsonNode failed = page.path("items").path(1).path("samples").path(0);
        assertThat(failed.path("outcome").asString()).isEqualTo("FAILED");
        assertThat(failed.path("error").asString()).contains("broken");
        assertThat(failed.path("grade").isNull()).isTrue();
        assertThat(page.path("next_offset").asInt()).isEqualTo(2);
        JsonNode rest = get("/v1/evaluations/" + id + "/questions?limit=500&offset=2");
        assertThat(rest.path("items")).hasSize(QUESTIONS - 2);
        assertThat(rest.path("next_offset").isNull()).isTrue();
    }
}
