package io.reagent.agents.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.agents.AgentsFixture;
import io.reagent.agents.FakeJudge.Answer;
import io.reagent.agents.ScriptedChat.Reply;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ReagentCTest extends AgentsFixture {
    /** Answers badly, and well once it has read a review. */
    private static ObjectNode asking(String word) {
        CHAT.script(
                word,
                List.of(request ->
                        request.toString().contains("A reviewer wrote") ? Reply.says("Seven.") : Reply.says("Five.")));
        return request("chat", word + ": how many?").put("strategy", "reagent-c");
    }

    @Test
    void theFirstAttemptIsJudgedAndRefinedWithTheCritique() {
        JUDGE.on("judged-and-refined", () -> Answer.scored(0.25, "Count again."));
        List<Map.Entry<String, JsonNode>> events = events(asking("judged-and-refined"));
        assertThat(events.stream().map(Map.Entry::getKey))
                .containsExactly("started", "turn", "judgement", "turn", "run");
        JsonNode run = events.getLast().getValue();
        assertThat(run.path("answer").asString()).isEqualTo("Seven.");
        assertThat(run.path("first").path("answer").asString()).isEqualTo("Five.");
        assertThat(run.path("first").path("judgement").path("score").asDouble()).isEqualTo(0.25);
        assertThat(run.path("first").path("judgement").path("critique").asString())
                .isEqualTo("Count again.");
        assertThat(run.path("trajectory_id")).isNotEqualTo(run.path("first").path("trajectory_id"));
        assertThat(run.path("not_refined").isNull()).isTrue();
        assertThat(run.path("usage").path("turns").asInt()).isEqualTo(2);
        JsonNode judged = JUDGE.requests("judged-and-refined").getFirst();
        assertThat(judged.path("trajectory").path("answer").asString()).isEqualTo("Five.");
        String refined = CHAT.requests("judged-and-refined").get(1).toString();
        assertThat(refined).contains("Count again.", "Five.");
        assertThat(column("select count(*) from policy.agent_trajectory where score = 0.25 and run_id = '"
                        + run.path("id").asString() + "'"))
                .isEqualTo("1");
        assertThat(get("/v1/agents/runs/" + run.path("id").asString())).isEqualTo(run);
    }

    @Test
    void aJudgementThatFailedLeavesTheFirstAnswerAndSaysWhy() {
        JUDGE.on("judge-failed", () -> Answer.outcome("PARSE_ERROR"));
        JsonNode run = run(asking("judge-failed"));
        assertThat(run.path("answer").asString()).isEqualTo("Five.");
        assertThat(run.path("not_refined").asString()).isEqualTo("the judge gave no score: PARSE_ERROR");
        assertThat(run.path("first").path("judgement").path("outcome").asString())
                .isEqualTo("PARSE_ERROR");
        assertThat(run.path("first").path("judgement").path("score").isNull()).isTrue();
        assertThat(CHAT.requests("judge-failed")).hasSize(1);
    }

    @Test
    void aBusyJudgeIsAskedAgainAndARefusalIsNot() {
        AtomicInteger tries = new AtomicInteger();
        JUDGE.on(
                "judge-busy",
                () -> tries.getAndIncrement() == 0 ? Answer.problem(503, "busy") : Answer.scored(1, "Sound."));
        assertThat(run(asking("judge-busy")).path("answer").asString()).isEqualTo("Seven.");
        AtomicInteger refusals = new AtomicInteger();
        JUDGE.on("judge-refused", () -> {
            refusals.incrementAndGet();
            return Answer.problem(422, "too long by far");
        });
        assertThat(run(asking("judge-refused")).path("not_refined").asString()).contains("422", "too long by far");
        assertThat(refusals).hasValue(1);
    }

    @Test
    void anUnknownJudgeIsRefusedBeforeAnythingRuns() {
        JsonNode problem =
                json(post(asking("judge-unknown").put("judge", "nobody").toString())
                        .expectStatus()
                        .isEqualTo(422));
        assertThat(problem.path("field").asString()).isEqualTo("judge");
        assertThat(problem.path("remedy").asString()).contains("strict");
        assertThat(CHAT.requests("judge-unknown")).isEmpty();
        assertThat(run(asking("judge-known").put("judge", "strict"))
                        .path("answer")
                        .asString())
                .isEqualTo("Seven.");
        assertThat(JUDGE.requests("judge-known").getFirst().path("judge").asString())
                .isEqualTo("strict");
    }

    @Test
    void anAttemptWhoseModelFailedIsNotJudged() {
        CHAT.on("failed-attempt", Reply.error(400));
        JsonNode run = run(request("chat", "failed-attempt?").put("strategy", "reagent-c"));
        assertThat(run.path("stop").asString()).isEqualTo("MODEL_FAILED");
        assertThat(run.path("not_refined").asString()).isEqualTo("the model failed in it");
        assertThat(JUDGE.requests("failed-attempt")).isEmpty();
    }
}
