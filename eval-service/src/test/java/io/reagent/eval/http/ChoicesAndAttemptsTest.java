package io.reagent.eval.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.eval.EvalFixture;
import io.reagent.eval.FakeAgents.Answer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a form offers, and what is behind a grade. */
class ChoicesAndAttemptsTest extends EvalFixture {
    @Test
    void whatARequestMayNameIsToldWithWhatCannotBeUsed() {
        startReplica("--reagent.eval.graders.big.base-url=http://localhost:1/v1", "--reagent.eval.graders.big.model=m");

        JsonNode choices = get("/v1/evaluations/choices");

        assertThat(choices.path("policies").path("items").valueStream().map(JsonNode::asString))
                .containsExactly("fake", "other");
        assertThat(choices.path("tools").path("items").path(2).path("problem").asString())
                .isEqualTo("no sandbox here");
        assertThat(choices.path("judges").path("items")).isNotEmpty();
        assertThat(choices.path("judges").path("problem").isNull()).isTrue();
        assertThat(choices.path("graders").valueStream().map(JsonNode::asString))
                .contains("short-answer", "math", "judge", "llm");
        assertThat(choices.path("grader_servers").path(0).asString()).isEqualTo("big");
    }

    @Test
    void ofAServiceThatIsAwayNothingIsKnown() {
        startReplica();
        agents.close();

        JsonNode choices = get("/v1/evaluations/choices");

        assertThat(choices.path("policies").path("items")).isEmpty();
        assertThat(choices.path("policies").path("problem").asString()).isNotBlank();
        assertThat(choices.path("judges").path("items")).isNotEmpty();
        assertThat(choices.path("graders").valueStream().map(JsonNode::asString))
                .doesNotContain("llm");
    }

    @Test
    void anAttemptHasItsTrajectoryAndTheOneBeforeIt() {
        startReplica();
        agents.script(order -> Answer.refined("no", "yes"));
        String evaluation = json(post("/v1/evaluations", """
                        {"benchmark": "world", "policy": "fake", "strategy": "reagent-c", "samples": 1, "subset": {"limit": 1}}""").expectStatus().isCreated())
                .path("id")
                .asString();
        await(
                "/v1/evaluations/" + evaluation,
                found -> found.path("state").asString().equals("SUCCEEDED"));
        JsonNode question = get("/v1/evaluations/" + evaluation + "/questions")
                .path("items")
                .path(0);
        String sample = question.path("samples").path(0).path("id").asString();

        JsonNode attempt = get("/v1/evaluations/" + evaluation + "/samples/" + sample);

        assertThat(attempt.path("trajectory").path("answer").asString()).isEqualTo("yes");
        assertThat(attempt.path("trajectory").path("question").asString()).isNotBlank();
        assertThat(attempt.path("first").path("answer").asString()).isEqualTo("no");
        assertThat(attempt.path("position").asInt())
                .isEqualTo(question.path("position").asInt());
        assertThat(attempt.path("judgements").path(0).path("stage").asString()).isEqualTo("initial");
    }

    @Test
    void questionsAreFoundByWhatBecameOfThemAndByTheirContent() {
        startReplica();
        AtomicInteger asked = new AtomicInteger();
        agents.script(order -> asked.getAndIncrement() == 0 ? Answer.failed("away") : Answer.of("no such thing"));
        String evaluation = json(post("/v1/evaluations", """
                        {"benchmark": "world", "policy": "fake", "samples": 1, "concurrency": 1, "subset": {"limit": 3}}""").expectStatus().isCreated())
                .path("id")
                .asString();
        await(
                "/v1/evaluations/" + evaluation,
                found -> !found.path("times").path("finished").isNull());
        String questions = "/v1/evaluations/" + evaluation + "/questions";

        int wrong = get(questions + "?having=wrong").path("items").size();
        JsonNode second = get(questions + "?offset=1&limit=1").path("items").path(0);

        assertThat(wrong)
                .isEqualTo(3 - get(questions + "?having=failed").path("items").size());
        assertThat(get(questions + "?having=correct").path("items")).isEmpty();
        assertThat(get(questions + "?having=wrong&limit=1&offset=" + (wrong - 1))
                        .path("items"))
                .hasSize(1);
        assertThat(get(questions + "?hash=" + second.path("hash").asString())
                        .path("items")
                        .path(0)
                        .path("position")
                        .asInt())
                .isEqualTo(1);
        client.get()
                .uri(questions + "?having=nothing")
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void anotherEvaluationsAttemptIsNotFound() {
        startReplica();
        String evaluation = json(post("/v1/evaluations", """
                        {"benchmark": "world", "policy": "fake", "samples": 1, "subset": {"limit": 1}}""").expectStatus().isCreated())
                .path("id")
                .asString();

        JsonNode problem = json(client.get()
                .uri("/v1/evaluations/" + evaluation + "/samples/0198f3b2-7c1e-7a63-9d7e-0a4f5f2b6c11")
                .exchange()
                .expectStatus()
                .isNotFound());

        assertThat(problem.path("field").asString()).isEqualTo("sample");
        assertThat(problem.path("remedy").asString()).contains("/questions");
    }
}
