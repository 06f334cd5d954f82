package io.reagent.eval.judges;

import static io.reagent.eval.judges.LabelledSets.ofTasks;
import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.eval.SharedEvalFixture;
import io.reagent.kit.testing.FakeJudge.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

class JudgeEvaluationTest extends SharedEvalFixture {
    private static final String PATH = "/v1/judge-evaluations";

    private WebTestClient.ResponseSpec sent(String query, String lines) {
        return client.post()
                .uri(PATH + query)
                .contentType(MediaType.APPLICATION_NDJSON)
                .bodyValue(lines)
                .exchange();
    }

    private String start(String query, String lines) {
        return PATH + "/"
                + json(sent(query, lines).expectStatus().isCreated()).path("id").asString();
    }

    /** Rows of an evaluation. */
    private static String of(String path) {
        return "judge_evaluation_id = '" + path.substring(PATH.length() + 1) + "'";
    }

    private JsonNode over(String path) {
        return await(path, found -> !found.path("finished_at").isNull() && found.has("finished_at"));
    }

    @Test
    void everyAttemptIsJudgedAsOftenAsAskedFor() {

        int before = judge.requests().size();
        String path = start("?judge=fake&repeats=3&name=first&seed=5", ofTasks(4));
        JsonNode done = over(path);

        assertThat(done.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(done.path("planned").asInt()).isEqualTo(24);
        assertThat(done.path("judged").asInt()).isEqualTo(24);
        assertThat(done.path("failed").asInt()).isZero();
        assertThat(done.path("spec").path("threshold").asDouble()).isEqualTo(0.5);
        assertThat(done.path("lock").path("layout").asString()).isEqualTo("labelled-trajectories");
        List<JsonNode> requests =
                judge.requests().subList(before, judge.requests().size());
        assertThat(requests).hasSize(24);
        assertThat(requests.stream()
                        .filter(request ->
                                request.path("options").path("use_cache").isBoolean()))
                .hasSize(16);
        assertThat(requests.stream()
                        .map(request -> request.path("options").path("seed").asLong(-1))
                        .filter(seed -> seed >= 0)
                        .distinct())
                .hasSize(16);
        assertThat(count(replica, "select count(*) from eval.judge_score where score is not null and " + of(path)))
                .isEqualTo(24);
        assertThat(json(sent("?judge=fake&name=first", ofTasks(1))
                                .expectStatus()
                                .isEqualTo(409))
                        .path("field")
                        .asString())
                .isEqualTo("name");
        assertThat(get(PATH + "?judge=fake&state=succeeded&name=first")
                        .path("items")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void aFailedJudgementIsAnOutcomeAndNoScore() {
        judge.script(trajectory -> {
            String answer = trajectory.path("answer").asString("");
            return answer.endsWith("0")
                    ? Answer.failed("PARSE_ERROR")
                    : answer.endsWith("1") ? Answer.refused(413, "trajectory-too-long") : Answer.scored(0.5);
        });

        String path = start("?judge=fake", ofTasks(3));
        JsonNode done = over(path);

        assertThat(done.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(done.path("failed").asInt()).isEqualTo(4);
        assertThat(count(
                        replica,
                        "select count(*) from eval.judge_score where outcome = 'TRUNCATED' and score is null"
                                + " and reason is not null and " + of(path)))
                .isEqualTo(2);
    }

    @Test
    void aJudgeThatIsAwayIsWaitedFor() {
        judge.script(trajectory -> Answer.away());
        String path = start("?judge=fake", ofTasks(1));
        JsonNode waiting = await(path, found -> found.path("state").asString().equals("WAITING"));
        assertThat(waiting.path("reason").asString()).isNotEmpty();
        assertThat(waiting.path("judged").asInt()).isZero();

        judge.script(trajectory -> Answer.scored(1));

        assertThat(over(path).path("state").asString()).isEqualTo("SUCCEEDED");
    }

    @Test
    void aCancelledOneIsResumedWhereItWas() {
        judge.script(trajectory -> Answer.away());
        String path = start("?judge=fake", ofTasks(1));

        assertThat(json(post(path + "/cancel", "").expectStatus().isOk())
                        .path("state")
                        .asString())
                .isEqualTo("CANCELLED");
        assertThat(json(post(path + "/cancel", "").expectStatus().isEqualTo(409))
                        .path("type")
                        .asString())
                .endsWith("judge-evaluation-state");
        judge.script(trajectory -> Answer.scored(1));
        post(path + "/resume", "").expectStatus().isOk();

        assertThat(over(path).path("state").asString()).isEqualTo("SUCCEEDED");
    }

    @Test
    void attacksAreMadeOfSomeAttemptsAndJudgedOnce() {

        String path = start("?judge=fake&repeats=2&attacks.items=3", ofTasks(5));
        JsonNode done = over(path);

        long attacks = count(replica, "select count(*) from eval.judge_item where attack is not null and " + of(path));
        assertThat(attacks).isBetween(18L, 21L);
        assertThat(done.path("attacks").asLong()).isEqualTo(attacks);
        assertThat(done.path("planned").asLong()).isEqualTo(20 + attacks);
        assertThat(done.path("judged").asLong()).isEqualTo(20 + attacks);
        assertThat(count(replica, "select count(distinct attacks) from eval.judge_item where " + of(path)))
                .isEqualTo(3);
    }

    @Test
    void labelsThatWereSentAreASetToo() {
        for (String annotator : List.of("ann", "ben")) {
            post(
                            "/v1/labels",
                            "{\"text\": \"4\", \"question\": \"q\", \"annotator\": \"" + annotator
                                    + "\", \"verdict\": true, \"split\": \"mine\"}")
                    .expectStatus()
                    .isOk();
        }

        String body = "{\"source\": {\"labels\": {\"split\": \"mine\"}}}";
        JsonNode created = json(post(PATH, body).expectStatus().isCreated());

        assertThat(created.path("judge").asString()).isEqualTo("fake");
        assertThat(created.path("items").asInt()).isEqualTo(1);
        assertThat(over(PATH + "/" + created.path("id").asString())
                        .path("judged")
                        .asInt())
                .isEqualTo(1);
        assertThat(json(post(PATH, body.replace("mine", "yours")).expectStatus().isEqualTo(422))
                        .path("type")
                        .asString())
                .endsWith("empty-judge-set");
    }

    @Test
    void theMadeUpWorldsAttemptsComeAlong() {
        String body = "{\"source\": {\"set\": \"%s\"}, \"subset\": {\"items\": 8}}";
        JsonNode created =
                json(post(PATH, body.formatted("world")).expectStatus().isCreated());

        assertThat(created.path("items").asInt()).isBetween(5, 8);
        assertThat(created.path("lock").path("layout").asString()).isEqualTo("world");
        assertThat(created.path("spec").path("source").path("set").asString()).isEqualTo("world");
        over(PATH + "/" + created.path("id").asString());
        JsonNode unknown =
                json(post(PATH, body.formatted("moon")).expectStatus().isEqualTo(422));
        assertThat(unknown.path("field").asString()).isEqualTo("source.set");
        assertThat(unknown.path("remedy").asString()).contains("world");
    }

    @Test
    void eventsTellHowFarItIs() {
        String path = start("?judge=fake", ofTasks(2));

        List<String> events = client.get()
                .uri(path + "/events")
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange()
                .returnResult(String.class)
                .getResponseBody()
                .collectList()
                .block();

        assertThat(JSON.readTree(events.getLast()).path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(JSON.readTree(events.getLast()).path("judged").asInt()).isEqualTo(4);
    }

    @Test
    void theReportComesAsJsonAndAsTablesAndTheWorstAttemptsFirst() {
        judge.script(trajectory ->
                Answer.scored(trajectory.path("answer").asString("").equals("not 3") ? 0.95 : score(trajectory)));
        String path = start("?judge=fake&attacks.items=2&resamples=200", ofTasks(6));
        over(path);

        JsonNode report = get(path + "/report");
        assertThat(report.path("counts").path("right").asInt()).isEqualTo(6);
        assertThat(report.path("ranking").path("auroc").path("value").asDouble())
                .isBetween(0.8, 0.99);
        assertThat(report.path("ranking").path("auroc").path("low").asDouble()).isLessThan(0.9);
        assertThat(report.path("decision").path("false_positives").asInt()).isEqualTo(1);
        assertThat(report.path("baselines").path(0).path("auroc").path("value").asDouble())
                .isEqualTo(1);
        assertThat(report.path("robustness").size()).isGreaterThanOrEqualTo(6);
        assertThat(report.path("sources").size()).isEqualTo(2);
        assertThat(report.path("leakage").path("critiques").asInt()).isEqualTo(12);
        String tables = client.get()
                .uri(path + "/report")
                .accept(MediaType.TEXT_MARKDOWN)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(tables).startsWith("## fake");
        JsonNode worst = get(path + "/items?order=worst&limit=2");
        assertThat(worst.path("items").path(0).path("item").asString()).isEqualTo("not-3");
        assertThat(worst.path("items").path(0).path("error").asDouble()).isEqualTo(0.95);
        assertThat(worst.path("next_offset").asInt()).isEqualTo(2);
        JsonNode item = get(
                path + "/items/" + worst.path("items").path(0).path("position").asInt());
        assertThat(item.path("trajectory").path("answer").asString()).isEqualTo("not 3");
        assertThat(item.path("judgements").path(0).path("critique").asString()).isNotEmpty();
        assertThat(get(path + "/items?attack=one-token").path("items").size()).isEqualTo(2);

        judge.script(trajectory -> Answer.scored(score(trajectory)));
        String second = start("?judge=fake&name=second&repeats=2", ofTasks(6));
        over(second);
        JsonNode comparison = get("/v1/judge-evaluations/compare?a=" + path.substring(PATH.length() + 1) + "&b="
                + second.substring(PATH.length() + 1));
        assertThat(comparison.path("scored").asInt()).isEqualTo(12);
        assertThat(comparison.path("disagreements").path(0).path("item").asString())
                .isEqualTo("not-3");
        assertThat(comparison
                        .path("figures")
                        .path(2)
                        .path("difference")
                        .path("value")
                        .asDouble())
                .isPositive();
    }

    @Test
    void whereNothingIsJudgedThereIsNoReport() {
        judge.script(trajectory -> Answer.away());
        String path = start("?judge=fake", ofTasks(1));

        assertThat(json(client.get()
                                .uri(path + "/report")
                                .exchange()
                                .expectStatus()
                                .isEqualTo(409))
                        .path("type")
                        .asString())
                .endsWith("nothing-judged");
        assertThat(json(client.get()
                                .uri(path + "/items?order=best")
                                .exchange()
                                .expectStatus()
                                .isBadRequest())
                        .path("field")
                        .asString())
                .isEqualTo("order");
        assertThat(json(client.get()
                                .uri(PATH + "/compare?a=x")
                                .exchange()
                                .expectStatus()
                                .isBadRequest())
                        .path("field")
                        .asString())
                .isEqualTo("a");
        post(path + "/cancel", "").expectStatus().isOk();
    }

    private static double score(JsonNode trajectory) {
        return trajectory.path("answer").asString("").startsWith("not") ? 0.25 : 0.75;
    }
}
