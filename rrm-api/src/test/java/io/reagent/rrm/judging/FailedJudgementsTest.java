package io.reagent.rrm.judging;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.rrm.FakeJudgeServer.Reply;
import io.reagent.rrm.RrmApiFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A judge that fails is an outcome or a problem, never a number. */
class FailedJudgementsTest extends RrmApiFixture {
    private JsonNode failed(String outcome, String body) {
        JsonNode judgement = judged(body);
        assertThat(judgement.path("outcome").asString()).isEqualTo(outcome);
        assertThat(judgement.path("score").isNull()).isTrue();
        assertThat(judgement.path("diagnostics").path("detail").asString()).isNotEmpty();
        return judgement;
    }

    @Test
    void unreadableTextIsAskedForAgainInAnotherWayAndThenIsAParseError() {
        JUDGE.on("unreadable", (call, request) -> Reply.text("I liked it."));
        failed("PARSE_ERROR", body("Is it unreadable?"));
        List<JsonNode> requests = JUDGE.requests("unreadable");
        assertThat(requests).hasSize(2);
        assertThat(requests.get(0).path("temperature").asDouble()).isZero();
        assertThat(requests.get(1).path("temperature").asDouble()).isPositive();
        assertThat(requests.get(1).has("seed")).isTrue();
    }

    @Test
    void aFailureIsStoredButNeverAnswersTheNextRequest() {
        JUDGE.on(
                "flaky",
                (call, request) -> Reply.text(call < 2 ? "nonsense" : "<critique>c</critique><score>0.9</score>"));
        failed("PARSE_ERROR", body("Is it flaky?"));
        JsonNode second = judged(body("Is it flaky?"));
        assertThat(second.path("score").asDouble()).isEqualTo(0.9);
        assertThat(second.path("cached").asBoolean()).isFalse();
        assertThat(rows("select count(*) from rrm.judgement j join rrm.trajectory t on t.id = j.trajectory_id"
                        + " where t.question = 'Is it flaky?'"))
                .isEqualTo(2);
    }

    @Test
    void aScoreOutOfRangeIsNotClamped() {
        JUDGE.on("excessive", (call, request) -> Reply.text("<critique>c</critique><score>7.5</score>"));
        failed("OUT_OF_RANGE", body("Is it excessive?"));
    }

    @Test
    void aTruncatedJudgementIsContinuedToItsScore() {
        JUDGE.on("truncated", (call, request) -> switch (call) {
            case 0 -> Reply.text("<think>Long.</think><critique>Be brief.").finish("length");
            default -> Reply.text("<score>0.4</score>");
        });
        JsonNode judgement = judged(body("Is it truncated?"));
        assertThat(judgement.path("outcome").asString()).isEqualTo("SCORED");
        assertThat(judgement.path("score").asDouble()).isEqualTo(0.4);
        assertThat(judgement.path("critique").asString()).isEqualTo("Be brief.");
        assertThat(judgement.path("diagnostics").path("continuations").asInt()).isEqualTo(1);
        assertThat(judgement.path("diagnostics").path("score_forced").asBoolean())
                .isTrue();
    }

    @Test
    void aJudgementFreshFromTheJudgeIsTheOneStored() {
        JUDGE.on(
                "halved",
                (call, request) -> Reply.text("<critique>c\uD83D", "\uDE00 \uDE00\0</critique><score>0.7</score>"));
        JsonNode fresh = judged(body("Is it halved?"));
        assertThat(fresh.path("critique").asString()).isEqualTo("c😀 \uFFFD\uFFFD");
        JsonNode stored = get("/v1/judgements/" + fresh.path("id").asString());
        assertThat(stored.path("critique")).isEqualTo(fresh.path("critique"));
    }

    @Test
    void aJudgementThatStaysTruncatedIsNotAScore() {
        JUDGE.on("hopeless", (call, request) -> Reply.text("and so on ").finish("length"));
        failed("TRUNCATED", body("Is it hopeless?"));
    }

    @Test
    void aRefusalIsToldFromAParseError() {
        JUDGE.on("forbidden", (call, request) -> Reply.text("no").finish("content_filter"));
        failed("REFUSED", body("Is it forbidden?"));
    }

    @Test
    void aJudgeThatTakesTooLongIsStoppedAndKeptAsATimeout() {
        JUDGE.on("slow", (call, request) -> Reply.text("<think>a", "b", "c", "d", "e")
                .pause(Duration.ofMillis(200)));
        int before = JUDGE.cancelled();
        JsonNode judgement = failed("TIMEOUT", body("Is it slow?", "{\"timeout\": 0.5}"));
        assertThat(judgement.path("reasoning").asString()).startsWith("a");
        org.awaitility.Awaitility.await().until(() -> JUDGE.cancelled() > before);
    }

    @Test
    void aServerThatBreaksOffInTheMiddleIsUnavailable() {
        JUDGE.on("broken off", (call, request) -> Reply.text("<think>half").finish(null));
        JsonNode judgement = failed("UNAVAILABLE", body("Was it broken off?"));
        assertThat(judgement.path("reasoning").asString()).isEqualTo("half");
    }

    @Test
    void aServerErrorIsRetriedBeforeAnythingWasWritten() {
        JUDGE.on(
                "recovering",
                (call, request) ->
                        call < 2 ? Reply.error(503, "{}") : Reply.text("<critique>c</critique><score>0.5</score>"));
        assertThat(judged(body("Is it recovering?")).path("score").asDouble()).isEqualTo(0.5);
        assertThat(JUDGE.calls("recovering")).isEqualTo(3);
    }

    @Test
    void aBusyServerIsA503WithTheTimeItAskedFor() {
        JUDGE.on("crowded", (call, request) -> Reply.error(429, "{\"error\": {\"message\": \"slow down\"}}")
                .header("Retry-After", "1"));
        JsonNode problem = json(post(body("Is it crowded?"))
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .valueEquals("Retry-After", "1"));
        assertThat(problem.path("type").asString()).endsWith("judge-busy");
        assertThat(rows("select count(*) from rrm.trajectory where question like '%crowded%'"))
                .isZero();
    }

    @Test
    void aServerThatIsNotThereIsA503() {
        JsonNode problem = json(post("{\"judge\": \"gone\", \"trajectory\": " + chat("Anyone there?") + "}")
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .exists("Retry-After"));
        assertThat(problem.path("type").asString()).endsWith("judge-unavailable");
        assertThat(rows("select count(*) from rrm.trajectory where question like 'Anyone%'"))
                .isZero();
    }

    @Test
    void aTrajectoryLongerThanTheContextIsShortenedAndSaysSo() {
        JUDGE.on(
                "lengthy",
                (call, request) -> request.toString().length() > 60_000
                        ? Reply.error(400, "{\"message\": \"This model's maximum context length is 16384 tokens\"}")
                        : Reply.text("<critique>c</critique><score>0.5</score>"));
        String result = "x".repeat(200_000);
        JsonNode judgement =
                judged("{\"trajectory\": {\"question\": \"Is it lengthy?\", \"answer\": \"yes\", \"steps\":"
                        + " [{\"thought\": \"t\", \"calls\": [{\"name\": \"browse\", \"arguments\": \"{}\", \"result\": \""
                        + result + "\"}]}]}}");
        assertThat(judgement.path("outcome").asString()).isEqualTo("SCORED");
        assertThat(judgement.path("diagnostics").path("shortened_characters").asInt())
                .isGreaterThan(100_000);
    }

    @Test
    void aQuestionThatDoesNotFitEvenAloneIsA422() {
        JUDGE.on(
                "endless question",
                (call, request) -> Reply.error(400, "{\"message\": \"maximum context length exceeded\"}"));
        JsonNode problem = problem(422, body("An endless question " + "y".repeat(10_000)));
        assertThat(problem.path("field").asString()).isEqualTo("trajectory");
    }
}
