package io.reagent.eval.grid;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.eval.EvalFixture;
import io.reagent.eval.FakeAgents.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import tools.jackson.databind.JsonNode;

/** Evaluations side by side, as JSON, as a table and as pictures. */
class GridTest extends EvalFixture {
    private static final String RUN = "01890000-0000-7000-8000-0000000000aa";

    @BeforeEach
    void start() throws IOException {
        benchmark("addition", 20, "suites: [mathematics]\n");
        benchmark("division", 10, "suites: [mathematics]\n");
        benchmark("letters", 10, "");
        startReplica();
        agents.script(order -> {
            int number = Integer.parseInt(order.path("question").asString().replaceAll("\\D", ""));
            return Answer.of(number % 2 == 0 ? "" + number : "odd");
        });
    }

    private void benchmark(String name, int questions, String more) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < questions; i++) {
            lines.append("{\"question\": \"What %s is %d?\", \"answer\": \"%d\"}\n".formatted(name, i, i));
        }
        Files.writeString(directory.resolve(name + ".jsonl"), lines);
        Files.writeString(
                directory.resolve(name + ".yaml"),
                "path: " + name + ".jsonl\nquestion: question\nanswer: answer\ngrader: short-answer\n" + more);
    }

    private String evaluate(String benchmark, String more) {
        String id = json(post("/v1/evaluations", """
                        {"benchmark": "%s", "policy": "fake", "samples": 2, "tools": [], "seed": 1%s}""".formatted(benchmark, more))
                        .expectStatus()
                        .isCreated())
                .path("id")
                .asString();
        await("/v1/evaluations/" + id, found -> found.path("state").asString().equals("SUCCEEDED"));
        return id;
    }

    private EntityExchangeResult<byte[]> fetch(String path, MediaType accept) {
        return client.get()
                .uri(path)
                .accept(accept)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult();
    }

    private String text(String path, MediaType accept) {
        return new String(Objects.requireNonNull(fetch(path, accept).getResponseBodyContent()), StandardCharsets.UTF_8);
    }

    @Test
    void theNewestOfEachCellIsInTheGridAndClassesAreMeansOverTheirBenchmarks() {
        String old = evaluate("addition", "");
        String newest = evaluate("addition", "");
        evaluate("division", ", \"subset\": {\"limit\": 4}");
        evaluate("letters", "");
        evaluate("addition", ", \"run\": {\"id\": \"" + RUN + "\", \"step\": 40}");
        evaluate("addition", ", \"strategy\": \"reagent-c\"");

        JsonNode grid = get("/v1/evaluations/grid?policy=fake&arm=" + RUN + ":U");

        assertThat(grid.path("benchmarks").valueStream().map(JsonNode::asString))
                .containsExactly("addition", "division", "letters");
        assertThat(grid.path("unlike")).isEmpty();
        assertThat(grid.path("rows").valueStream().map(row -> row.path("arm").asString()))
                .containsExactly("baseline", "C", "U");
        JsonNode baseline = grid.path("rows").path(0);
        assertThat(baseline.path("cells")).hasSize(3);
        assertThat(baseline.path("cells").path(0).path("evaluation").asString())
                .isEqualTo(newest)
                .isNotEqualTo(old);
        JsonNode mean = baseline.path("classes").path(0);
        assertThat(mean.path("name").asString()).isEqualTo("mathematics");
        assertThat(mean.path("pass_at_1").path("value").asDouble())
                .isEqualTo((value(baseline, 0) + value(baseline, 1)) / 2);
        assertThat(mean.path("pass_at_1").path("method").asString()).isEqualTo("mover");
        JsonNode trained = grid.path("rows").path(2);
        assertThat(trained.path("run").path("step").asInt()).isEqualTo(40);
        assertThat(trained.path("classes").path(0).path("pass_at_1").has("value"))
                .isFalse();
        assertThat(trained.path("classes")
                        .path(0)
                        .path("pass_at_1")
                        .path("detail")
                        .asString())
                .contains("division");
    }

    @Test
    void aLaterEvaluationOfFewerQuestionsReplacesNoFullOne() {
        String of = ", \"run\": {\"id\": \"" + RUN + "\", \"step\": 40}";
        String full = evaluate("addition", of);
        evaluate("addition", of + ", \"subset\": {\"limit\": 5}");

        JsonNode cell = get("/v1/evaluations/grid?run=" + RUN)
                .path("rows")
                .path(0)
                .path("cells")
                .path(0);

        assertThat(cell.path("evaluation").asString()).isEqualTo(full);
        assertThat(cell.path("questions").asInt()).isEqualTo(20);
    }

    private static double value(JsonNode row, int cell) {
        return row.path("cells").path(cell).path("pass_at_1").path("value").asDouble();
    }

    @Test
    void otherQuestionsOrAnotherGraderAreMarked() {
        evaluate("addition", "");
        evaluate("addition", ", \"strategy\": \"reagent-c\", \"subset\": {\"limit\": 5}");
        evaluate("letters", "");
        evaluate("letters", ", \"strategy\": \"reagent-c\", \"grader\": \"exact-match\"");

        assertThat(get("/v1/evaluations/grid").path("unlike").valueStream().map(JsonNode::asString))
                .containsExactly("addition", "letters");
        assertThat(text("/v1/evaluations/grid", MediaType.TEXT_MARKDOWN))
                .contains("addition ‡", "] of 20 |", "] of 5 |", "not to be compared");
    }

    @Test
    void asATableItHasARowForEachArmOfAModel() {
        evaluate("addition", "");
        evaluate("addition", ", \"strategy\": \"reagent-c\"");

        String table = text("/v1/evaluations/grid", MediaType.TEXT_MARKDOWN);

        assertThat(table)
                .contains("| model |  | step | **mathematics** | addition |")
                .contains("| fake | baseline |  | 50.0 [")
                .contains("|  | C |  | 50.0 [");
        assertThat(text("/v1/evaluations/grid?policy=nobody", MediaType.TEXT_MARKDOWN))
                .contains("No evaluation");
    }

    @Test
    void picturesAreSvgThatNothingRunsIn() {
        String a = evaluate("addition", "");
        String b = evaluate("addition", ", \"name\": \"<script>alert(1)</script>\"");

        for (String path : new String[] {
            "/v1/evaluations/" + a + "/pass-at-k.svg",
            "/v1/evaluations/compare.svg?a=" + a + "&b=" + b + "&b=" + a,
            "/v1/evaluations/compare.svg?a=" + b + "&b=" + a,
            "/v1/evaluations/grid.svg?policy=fake"
        }) {
            EntityExchangeResult<byte[]> picture = fetch(path, MediaType.ALL);
            assertThat(picture.getResponseHeaders().getContentType()).hasToString("image/svg+xml");
            assertThat(picture.getResponseHeaders().getFirst("Content-Security-Policy"))
                    .contains("sandbox");
            assertThat(text(path, MediaType.ALL)).as(path).contains("<svg").doesNotContain("<script");
        }
    }

    @Test
    void whatCannotBeDrawnIsSaid() {
        String a = evaluate("addition", "");
        client.get()
                .uri("/v1/evaluations/grid.svg?policy=nobody")
                .exchange()
                .expectStatus()
                .isEqualTo(409);
        client.get()
                .uri("/v1/evaluations/compare.svg?a=" + a)
                .exchange()
                .expectStatus()
                .isEqualTo(400);
        client.get().uri("/v1/evaluations/grid?arm=U").exchange().expectStatus().isEqualTo(400);
        client.get()
                .uri("/v1/evaluations/grid?policies=x")
                .exchange()
                .expectStatus()
                .isEqualTo(400);
        client.get()
                .uri("/v1/judge-evaluations/" + a + "/reliability.svg")
                .exchange()
                .expectStatus()
                .isEqualTo(404);
    }
}
