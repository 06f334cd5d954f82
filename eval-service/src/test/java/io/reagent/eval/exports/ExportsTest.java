package io.reagent.eval.exports;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.trajectory.TrajectoryReader;
import io.reagent.eval.FakeAgents.Answer;
import io.reagent.eval.SharedEvalFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import tools.jackson.databind.JsonNode;

/** Evaluations as files of every format, with more samples than are read at once. */
class ExportsTest extends SharedEvalFixture {
    private static final int QUESTIONS = 20;

    private String id;

    @BeforeAll
    void evaluate() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < QUESTIONS; i++) {
            lines.append("""
                    {"id": "q%d", "question": "=SUM(%d), \\"quoted\\"", "answer": "%d", "kind": "%s"}
                    """.formatted(i, i, i, i % 2 == 0 ? "even" : "odd"));
        }
        Files.writeString(directory.resolve("sums.jsonl"), lines);
        Files.writeString(
                directory.resolve("sums.yaml"),
                "path: sums.jsonl\nquestion: question\nanswer: answer\nid: id\ncategory: kind\n");
        agents.script(order -> {
            int number = Integer.parseInt(order.path("question").asString().replaceAll("\\D", ""));
            return number == 3
                    ? Answer.failed("cannot say three")
                    : Answer.refined("no", number % 5 == 0 ? "-" + number : String.valueOf(number));
        });
        id = json(post("/v1/evaluations", """
                        {"benchmark": "sums", "policy": "fake", "grader": "short-answer", "samples": 3, "tools": [],
                         "strategy": "reagent-c", "seed": 5}""").expectStatus().isCreated())
                .path("id")
                .asString();
        await("/v1/evaluations/" + id, found -> found.path("state").asString().equals("SUCCEEDED"));
    }

    private EntityExchangeResult<byte[]> export(String parameters) {
        return client.get()
                .uri("/v1/evaluations/" + id + "/export?" + parameters)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult();
    }

    private String text(String parameters) {
        return new String(Objects.requireNonNull(export(parameters).getResponseBodyContent()), StandardCharsets.UTF_8);
    }

    private List<JsonNode> lines(String parameters) {
        return text(parameters).lines().map(JSON::readTree).toList();
    }

    private JsonNode results() {
        return get("/v1/evaluations/" + id + "/results");
    }

    @Test
    void releaseLinesAreCountedAsTheReleaseCountsThem() {
        List<JsonNode> lines = lines("format=release");

        assertThat(lines).hasSize(QUESTIONS * 3);
        long right = lines.stream()
                .filter(line -> line.path("auto_judge").path("score").asInt(0) == 1)
                .count();
        assertThat(right / (double) lines.size())
                .isEqualTo(results().path("failures_wrong").path("value").asDouble());
        assertThat(lines.stream().filter(line -> line.has("error"))).hasSize(3).allSatisfy(line -> assertThat(
                        line.path("prediction").asString())
                .isEqualTo("[Failed]"));
        assertThat(lines.get(4).path("messages").path(1).path("content").asString())
                .isEqualTo(lines.get(4).path("prediction").asString())
                .isEqualTo("1");
    }

    @Test
    void aRolloutOfTheReleaseIsAFileWithEveryQuestionOnce() {
        EntityExchangeResult<byte[]> file = export("format=release&rollout=2");

        assertThat(file.getResponseHeaders().getContentDisposition().getFilename())
                .isEqualTo("iter2.jsonl");
        assertThat(lines("format=release&rollout=2"))
                .hasSize(QUESTIONS)
                .allSatisfy(line -> assertThat(line.path("rollout_idx").asInt()).isEqualTo(2));
        assertThat(lines("format=release&rollout=2").stream()
                        .map(line -> line.path("question").asString())
                        .distinct())
                .hasSize(QUESTIONS);
    }

    @Test
    void theLogOfInspectHasEverySampleAndTheMetricsOfTheResults() {
        JsonNode log = JSON.readTree(text("format=inspect"));

        JsonNode results = results();
        JsonNode score = log.path("results").path("scores").path(0);
        assertThat(score.path("metrics").path("accuracy").path("value").asDouble())
                .isEqualTo(results.path("pass_at_1").path("value").asDouble());
        assertThat(score.path("metrics").path("stderr").path("value").asDouble())
                .isEqualTo(results.path("pass_at_1").path("standard_error").asDouble());
        assertThat(log.path("samples")).hasSize(QUESTIONS * 3);
        assertThat(log.path("results").path("total_samples").asInt()).isEqualTo(QUESTIONS * 3);
        assertThat(log.path("results").path("completed_samples").asInt()).isEqualTo(QUESTIONS * 3 - 3);
        assertThat(log.path("samples").valueStream().filter(sample -> sample.has("scores")))
                .hasSize(QUESTIONS * 3 - 3);
        assertThat(log.path("samples").valueStream().filter(sample -> sample.has("error")))
                .hasSize(3);
        assertThat(log.path("eval").path("dataset").path("sample_ids")).hasSize(QUESTIONS);
    }

    @Test
    void everyAttemptIsAnAtifDocumentThatIsReadBack() {
        List<JsonNode> lines = lines("format=atif");

        assertThat(lines).hasSize((QUESTIONS * 3 - 3) * 2);
        assertThat(lines).allSatisfy(line -> {
            assertThat(TrajectoryReader.read(line, null, null).question()).startsWith("=SUM(");
            assertThat(line.path("extra").path("benchmark").asString()).isEqualTo("sums");
        });
        assertThat(lines.get(0).path("extra").path("stage").asString()).isEqualTo("initial");
        assertThat(lines.get(1).path("extra").path("stage").asString()).isEqualTo("refined");
    }

    @Test
    void cellsOfTheTableAreNoFormulas() {
        List<String> rows = text("format=csv").lines().toList();

        assertThat(rows).hasSize(QUESTIONS * 3 + 1);
        assertThat(rows.get(0)).startsWith("evaluation,benchmark,policy,strategy,item");
        assertThat(rows.get(1)).contains(",\"'=SUM(0), \"\"quoted\"\"\",").doesNotContain(",=SUM");
        assertThat(SampleTable.cell("-5")).isEqualTo("-5");
        assertThat(SampleTable.cell("-5+cmd|' /C calc'!A0")).isEqualTo("'-5+cmd|' /C calc'!A0");
        assertThat(SampleTable.cell("@x")).isEqualTo("'@x");
        assertThat(SampleTable.cell("\tx")).isEqualTo("'\tx");
    }

    @Test
    void theSameEvaluationIsTheSameFile() {
        for (String format : List.of("release", "inspect", "atif", "csv")) {
            assertThat(text("format=" + format)).as(format).isEqualTo(text("format=" + format));
        }
    }

    @Test
    void whatCannotBeWrittenIsRefusedWithItsParameter() {
        for (String pair : List.of(
                "|format",
                "format=xml|format",
                "format=release&rollout=4|rollout",
                "format=inspect&rollout=1|rollout",
                "format=csv&scoring=2|scoring",
                "format=csv&limit=2|limit")) {
            String[] parts = pair.split("\\|");
            JsonNode problem = json(client.get()
                    .uri("/v1/evaluations/" + id + "/export?" + parts[0])
                    .exchange()
                    .expectStatus()
                    .is4xxClientError());
            assertThat(problem.path("field").asString("")).as(pair).isEqualTo(parts[1]);
        }
    }
}
