package io.reagent.training.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.training.TrainingFixture;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Names that a run's servers do not have. */
class OffersTest extends TrainingFixture {
    private JsonNode refused(String body) {
        return json(post("/v1/training-runs", body).expectStatus().isBadRequest());
    }

    private JsonNode unusable(String body) {
        return json(post("/v1/training-runs", body).expectStatus().isEqualTo(422));
    }

    private static String judgedBy(String body, String judge) {
        return body.replace("\"dataset\"", "\"judge\": {\"name\": \"" + judge + "\"}, \"dataset\"");
    }

    @Test
    void unknownNamesAreRefusedWithThoseThereAre() {
        startReplica();

        JsonNode model = refused(run("grpo", "").replace("\"fake\"", "\"fakke\""));
        JsonNode nobody = refused(judgedBy(run("reagent-u", ""), "nobody"));

        assertThat(model.path("field").asString()).isEqualTo("policy.base_model");
        assertThat(model.path("remedy").asString()).contains("fake");
        assertThat(nobody.path("field").asString()).isEqualTo("judge.name");
        assertThat(nobody.path("remedy").asString()).contains("fake");
        assertThat(get("/v1/training-runs").path("items").size()).isZero();
        assertThat(found(start(judgedBy(run("reagent-u", ""), "fake")))
                        .path("notices")
                        .size())
                .isZero();
    }

    @Test
    void whatCannotBeUsedIsRefusedWithItsReason() {
        startReplica();
        judge.unusable("no tokenizer.json");

        JsonNode named = unusable(judgedBy(run("reagent-u", ""), "fake"));
        JsonNode standard = unusable(run("reagent-u", ""));
        JsonNode model = unusable(run("grpo", "").replace("\"fake\"", "\"broken\""));

        assertThat(List.of(named, standard)).allSatisfy(refused -> {
            assertThat(refused.path("field").asString()).isEqualTo("judge.name");
            assertThat(refused.path("detail").asString()).endsWith("no tokenizer.json");
        });
        assertThat(model.path("field").asString()).isEqualTo("policy.base_model");
        assertThat(model.path("detail").asString()).endsWith("no config.json");
        assertThat(get("/v1/training-runs").path("items").size()).isZero();
    }

    @Test
    void serversThatAreAwayRefuseNothingAndItIsSaid() {
        startReplica();
        policy.goAway();
        judge.close();

        JsonNode run = found(start(run("reagent-u", "")));
        policy.comeBack();

        assertThat(run.path("notices").toString()).contains("base model fake", "default judge");
    }

    @Test
    void aServerThatTurnsTheCoordinatorAwayIsNoServerForARun() {
        startReplica();
        judge.wantKey();
        JsonNode judged = refused(run("reagent-u", ""));
        policy.wantKey();
        JsonNode sampled = refused(run("grpo", ""));

        assertThat(judged.path("field").asString()).isEqualTo("judge");
        assertThat(judged.path("detail").asString()).contains("401");
        assertThat(sampled.path("field").asString()).isEqualTo("policy");
        assertThat(sampled.path("detail").asString()).contains("401");
    }

    @Test
    void aTokenizerLiesBelowTheModels() {
        startReplica();

        JsonNode outside = refused(
                run("grpo", "").replaceAll("\"tokenizer_directory\": \"[^\"]*\"", "\"tokenizer_directory\": \"/etc\""));

        assertThat(outside.path("field").asString()).isEqualTo("policy.tokenizer_directory");
        assertThat(outside.path("detail").asString()).contains("leads out of the directory of models");
    }

    @Test
    void tasksThatAreTooLongAreNamedAndLeftOut() throws Exception {
        startReplica();
        String tooLong = "{\"question\": \"What is " + "word ".repeat(12_000) + "?\", \"answer\": \"1\"}\n";
        Files.writeString(tasks(), tooLong + Files.readString(tasks()));

        JsonNode run = found(start(run("grpo", "")));
        JsonNode imitation = found(start(run("sft", "")));
        Files.writeString(tasks(), tooLong.repeat(6));
        JsonNode nothing = refused(run("grpo", ""));

        assertThat(run.path("notices").path(0).asString())
                .startsWith("1 of 31 tasks are left out: tasks.jsonl line 1 asks in ");
        assertThat(imitation.path("notices").path(0).asString())
                .startsWith("1 of 31 tasks are left out: tasks.jsonl line 1 has ");
        assertThat(nothing.path("field").asString()).isEqualTo("dataset");
        assertThat(nothing.path("detail").asString())
                .contains("none of the 6 tasks fits", "tasks.jsonl line 1", "and 3 more");
    }

    @Test
    void toolsThatTheTemplateDoesNotTellAreNotTakenSilently() throws Exception {
        startReplica();
        Files.writeString(
                tasks(),
                ("{\"messages\": [{\"role\": \"user\", \"content\": \"What is 1?\"},"
                                + " {\"role\": \"assistant\", \"content\": \"1\"}],"
                                + " \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"add\"}}]}\n")
                        .repeat(30));

        JsonNode refused = refused(run("sft", "").replace("rrm-tiny", "policy-tiny"));

        assertThat(refused.path("detail").asString()).startsWith("tasks.jsonl line 1: the chat template does not tell");
        start(run("sft", ""));
    }

    @Test
    void aRunThatLearnedNothingSaysWhy() {
        policy.policy((prompt, seed) -> "no idea");
        startReplica();

        JsonNode whole = awaitState(start(run("grpo", "\"max_empty_steps\": 9")), "SUCCEEDED");
        String stopped = start(run("grpo", "\"max_empty_steps\": 2"));
        JsonNode early = await(stopped, found -> found.path("state").asString().equals("FAILED"));

        assertThat(whole.path("reason").asString())
                .isEqualTo("nothing was learned: none of the 3 steps had a group to learn from;"
                        + " groups rejected: 12 IDENTICAL");
        assertThat(early.path("reason").asString())
                .contains("in the last 2 steps", "4 IDENTICAL", "in the form that is graded");
        JsonNode rollout = get("/v1/training-runs/" + stopped + "/rollouts?limit=1")
                .path("items")
                .path(0);
        assertThat(rollout.path("question").asString())
                .contains(rollout.path("reference").asString());
        assertThat(rollout.path("correct").booleanValue()).isFalse();
    }
}
