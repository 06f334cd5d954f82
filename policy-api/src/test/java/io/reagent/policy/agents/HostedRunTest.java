package io.reagent.policy.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.policy.TinkerClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Runs of a model in this process. It was not made to act: what it says does not matter, how it is run does. */
class HostedRunTest extends HostedAgentsFixture {
    private static final Executor ITS_OWN_THREAD = task -> Thread.ofPlatform().start(task);

    private static ObjectNode task(int number, int seed) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", "tiny");
        body.putObject("world_task").put("number", number);
        body.putObject("sampling").put("seed", seed).put("max_tokens", 24);
        return body;
    }

    @Test
    void aWorldTaskBringsQuestionToolsAndReference() {
        JsonNode run = run(task(7, 1));
        assertThat(run.path("question").asString()).isNotBlank();
        assertThat(run.path("reference").asString()).isNotBlank();
        assertThat(run.path("tools").toString()).isEqualTo("[\"search\",\"browse\",\"python\"]");
        assertThat(run.path("correct").isBoolean()).isTrue();
        assertThat(run.path("weights").asString()).isEqualTo("tiny");
        assertThat(get("/v1/agents/runs?world_task=7&model=tiny")
                        .path("runs")
                        .path(0)
                        .path("id"))
                .isEqualTo(run.path("id"));
    }

    @Test
    void theTokensOfAllTurnsAreOneSequenceWithEverySampledTokenMarked() {
        // cut after 24 tokens, the model is told to answer: two turns
        JsonNode run = run(task(8, 3));
        assertThat(run.path("turns")).hasSize(2);
        JsonNode sequences = get("/v1/agents/runs/" + run.path("id").asString() + "/sequences")
                .path("initial");
        assertThat(sequences).hasSize(1);
        JsonNode sequence = sequences.path(0);
        long sampled = IntStream.range(0, sequence.path("logprobs").size())
                .filter(i -> !sequence.path("logprobs").path(i).isNull())
                .count();
        assertThat(sampled)
                .isEqualTo(run.path("usage").path("completion_tokens").asLong());
        JsonNode last = run.path("turns").path(1);
        assertThat(sequence.path("tokens"))
                .hasSize(last.path("prompt_tokens").asInt()
                        + last.path("completion_tokens").asInt());
    }

    @Test
    void aModelThatCannotBeToldOfALimitIsRefusedBeforeTheRun() {
        JsonNode refused =
                json(post("/v1/agents/runs", task(8, 3).put("model", "strict").toString())
                        .expectStatus()
                        .isEqualTo(422));
        assertThat(refused.path("field").asString()).isEqualTo("model");
        assertThat(refused.path("detail").asString())
                .contains("refuses a tool's result and then a user's message", "take turns");
        assertThat(get("/v1/agents/runs?model=strict").path("runs")).isEmpty();
    }

    @Test
    void theSameSeedSaysTheSame() {
        assertThat(said(run(task(9, 5)))).isEqualTo(said(run(task(9, 5)))).isNotEqualTo(said(run(task(9, 6))));
    }

    private static String said(JsonNode run) {
        return run.path("turns").path(0).path("said").asString();
    }

    @Test
    void aCheckpointIsAModelByItsPathUntilItIsDeleted() {
        TinkerClient tinker = new TinkerClient("http://localhost:" + port);
        String trained = tinker.model();
        String path = tinker.answer(tinker.post(
                        "save_weights_for_sampler", Map.of("path", "step-1", "seq_id", 1, "model_id", trained)))
                .path("path")
                .asString();

        JsonNode listed = get("/v1/agents/models?name=" + path).path("models");
        JsonNode run = run(task(7, 1).put("model", path));

        assertThat(listed).hasSize(1);
        assertThat(listed.path(0).path("saved").asBoolean()).isTrue();
        assertThat(run.path("model").asString()).isEqualTo(path);
        assertThat(run.path("weights")).isEqualTo(listed.path(0).path("weights"));
        assertThat(get("/v1/agents/models?name=tiny").path("models").toString())
                .isEqualTo("[{\"name\":\"tiny\",\"weights\":\"tiny\",\"saved\":false}]");

        assertThat(tinker.delete("training_runs/" + trained + "/checkpoints/sampler_weights/step-1")
                        .status())
                .isLessThan(300);
        JsonNode refused =
                json(post("/v1/agents/runs", task(7, 1).put("model", path).toString())
                        .expectStatus()
                        .isEqualTo(422));
        assertThat(refused.path("type").asString()).endsWith("no-such-checkpoint");
        assertThat(refused.path("field").asString()).isEqualTo("model");
        assertThat(refused.path("detail").asString()).contains(path);
    }

    @Test
    void runsWaitForAModelWhoseQueueIsFull() {
        // one sequence at a time and one waiting: the others are refused at first
        List<CompletableFuture<JsonNode>> runs = IntStream.range(0, MOST_RUNS)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> run(task(10, i)), ITS_OWN_THREAD))
                .toList();
        for (CompletableFuture<JsonNode> run : runs) {
            assertThat(run.join().path("stop").asString()).isNotEqualTo("MODEL_FAILED");
        }
    }
}
