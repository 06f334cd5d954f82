package io.reagent.training.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.training.FakeEvaluations;
import io.reagent.training.TrainingFixture;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Runs whose checkpoints eval-service evaluates. */
class RunBenchmarksTest extends TrainingFixture {
    private FakeEvaluations evaluations;

    @BeforeEach
    void startEvaluations() {
        evaluations = new FakeEvaluations();
    }

    @AfterEach
    void stopEvaluations() {
        evaluations.close();
    }

    private ConfigurableApplicationContext linkedReplica() {
        return startReplicaWith("--reagent.training.evaluation.base-url=" + evaluations.url());
    }

    private JsonNode benchmarks(String run) {
        return get("/v1/training-runs/" + run + "/benchmarks");
    }

    private JsonNode awaitBenchmarks(String run, Predicate<JsonNode> wanted) {
        await(run, found -> wanted.test(benchmarks(run)));
        return benchmarks(run);
    }

    private JsonNode checkpoint(String run, int step) {
        return get("/v1/training-runs/" + run + "/checkpoints").path("items").path(step - 1);
    }

    @Test
    void checkpointsAreEvaluatedAndKeptUntilTheirEvaluationsAreOver() {
        linkedReplica();

        String run = start(run("grpo", """
                "keep_checkpoints": 1, "benchmarks": ["numbers"], "benchmark_every": 2, "benchmark_limit": 20,
                "benchmark_samples": 4, "benchmark_strategy": "reagent-c\""""));
        JsonNode ended = awaitState(run, "SUCCEEDED");

        // the suite's two benchmarks, after two steps and at the end
        assertThat(ended.path("spec").path("options").path("benchmarks").toString())
                .isEqualTo("[\"sums\",\"products\"]");
        List<JsonNode> orders = evaluations.orders();
        assertThat(orders.stream().map(order -> order.path("run").path("step").intValue()))
                .containsExactly(2, 2, 3, 3);
        assertThat(orders).allSatisfy(order -> {
            int step = order.path("run").path("step").intValue();
            assertThat(order.path("policy")).isEqualTo(checkpoint(run, step).path("sampler_path"));
            assertThat(order.path("run").path("id").asString()).isEqualTo(run);
            assertThat(order.path("strategy").asString()).isEqualTo("reagent-c");
            assertThat(order.path("samples").intValue()).isEqualTo(4);
            assertThat(order.path("subset").path("limit").intValue()).isEqualTo(20);
            assertThat(order.path("seed").intValue()).isZero();
        });
        assertThat(benchmarks(run).path("items")).hasSize(4).allSatisfy(item -> {
            assertThat(item.path("state").asString()).isEqualTo("RUNNING");
            assertThat(item.path("pass_at_1").isNull()).isTrue();
        });
        assertThat(checkpoint(run, 1).path("deleted_at").isNull()).isFalse();
        assertThat(checkpoint(run, 2).path("deleted_at").isNull()).isTrue();

        evaluations.endAll();

        await(run, found -> !checkpoint(run, 2).path("deleted_at").isNull());
        JsonNode last = benchmarks(run).path("items").path(3);
        assertThat(last.path("step").intValue()).isEqualTo(3);
        assertThat(last.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(last.path("questions").intValue()).isEqualTo(20);
        assertThat(last.path("pass_at_1").path("low").doubleValue()).isEqualTo(0.25);
    }

    @Test
    void figuresThatAreRefusedLeaveTheEvaluationsAndTheirStates() {
        linkedReplica();
        String run = start(run("grpo", "\"steps\": 1, \"benchmarks\": [\"sums\"]"));
        awaitState(run, "SUCCEEDED");
        evaluations.endAll();
        evaluations.crowd();

        JsonNode found = benchmarks(run);

        assertThat(found.path("problem").asString()).contains("422", "too many");
        assertThat(found.path("items")).hasSize(1).allSatisfy(item -> {
            assertThat(item.path("state").asString()).isEqualTo("SUCCEEDED");
            assertThat(item.path("pass_at_1").isNull()).isTrue();
        });
    }

    @Test
    void aServiceThatIsAwayStopsNoStepAndIsAskedUntilItAnswers() {
        linkedReplica();
        policy.neverFinish("optim_step");
        String run = start(run("grpo", "\"benchmarks\": [\"sums\"], \"benchmark_every\": 1"));
        evaluations.down(true);
        policy.finish("optim_step");

        JsonNode waiting = awaitState(run, "WAITING");

        assertThat(waiting.path("step").intValue()).isEqualTo(3);
        assertThat(waiting.path("reason").asString()).contains("eval-service", "503");
        JsonNode told = benchmarks(run);
        assertThat(told.path("problem").asString()).contains("503");
        assertThat(told.path("items")).hasSize(3).allSatisfy(item -> {
            assertThat(item.path("state").asString()).isEqualTo("DUE");
            assertThat(item.path("reason").asString()).contains("503");
        });

        evaluations.down(false);

        awaitState(run, "SUCCEEDED");
        assertThat(evaluations.orders()).hasSize(3);
        assertThat(events(run)).contains("event:benchmark", "\"state\":\"STARTED\"");
    }

    private String events(String run) {
        byte[] stream = client.get()
                .uri("/v1/training-runs/" + run + "/events")
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseBodyContent();
        return new String(stream, java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void aCoordinatorThatStopsBeforeItHearsOfAnEvaluationDoesNotStartItTwice() {
        ConfigurableApplicationContext first = linkedReplica();
        evaluations.mute(true);
        String run = start(run("grpo", "\"steps\": 1, \"benchmarks\": [\"sums\", \"products\"]"));
        awaitState(run, "WAITING");
        stop(first);
        evaluations.mute(false);

        ConfigurableApplicationContext second = linkedReplica();
        awaitState(run, "SUCCEEDED");

        assertThat(evaluations.orders()).hasSize(2);
        awaitBenchmarks(run, found -> found.path("items").size() == 2);
        assertThat(count(second, """
                        select count(distinct evaluation_id) from training.benchmark_evaluation where state = 'STARTED'""")).isEqualTo(2);
    }

    @Test
    void whatTheServiceRefusesIsSaidAndHoldsNothingUp() {
        linkedReplica();
        String run = start(run("grpo", "\"steps\": 1, \"benchmarks\": [\"sums\"]"));
        JsonNode ended = awaitState(run, "SUCCEEDED");
        assertThat(ended.path("reason").isNull()).isTrue();

        refused("\"benchmarks\": [\"sums\", \"hums\"]", 422, "options.benchmarks[1]", "products", "suites: numbers");
        refused("\"benchmarks\": [\"gaia\"]", 422, "options.benchmarks[0]", "there is no file");
        refused("\"benchmarks\": \"sums\"", 400, "options.benchmarks", "list of");
        refused("\"benchmarks\": [\"sums\", \"sums\"]", 400, "options.benchmarks", "each once");
        refused("\"benchmark_strategy\": \"best\"", 400, "options.benchmark_strategy", "plain, reagent-c");
        evaluations.down(true);
        refused("\"benchmarks\": [\"sums\"]", 503, "options.benchmarks", "503");
    }

    @Test
    void withoutAnEvalServiceTheOptionIsRefusedWithItsRemedy() {
        startReplica();
        refused("\"benchmarks\": [\"sums\"]", 422, "options.benchmarks", "reagent.training.evaluation.base-url");
    }

    private void refused(String options, int status, String field, String... said) {
        JsonNode problem = json(
                post("/v1/training-runs", run("grpo", options)).expectStatus().isEqualTo(status));
        assertThat(problem.path("field").asString()).isEqualTo(field);
        assertThat(problem.path("detail").asString() + problem.path("remedy").asString())
                .contains(said);
    }
}
