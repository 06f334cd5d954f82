package io.reagent.eval.judges;

import static io.reagent.eval.judges.LabelledSets.ofTasks;
import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.eval.EvalFixture;
import io.reagent.kit.testing.FakeJudge.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What does not go as it should: replicas that die, and requests that cannot be. */
class JudgeEvaluationTroubleTest extends EvalFixture {
    private static final String PATH = "/v1/judge-evaluations";

    private WebTestClient.ResponseSpec sent(String query, String lines) {
        return client.post()
                .uri(PATH + query)
                .contentType(MediaType.APPLICATION_NDJSON)
                .bodyValue(lines)
                .exchange();
    }

    @Test
    void killedInTheMiddleAndGoneOnWithIsAsIfUndisturbed() {
        AtomicInteger asked = new AtomicInteger();
        judge.script(trajectory -> asked.incrementAndGet() > 20 ? Answer.away() : Answer.scored(0.25));
        ConfigurableApplicationContext first = startReplica();
        String path = PATH + "/"
                + json(sent("?judge=fake&repeats=2&concurrency=2", ofTasks(20)))
                        .path("id")
                        .asString();
        await(path, found -> found.path("judged").asInt() >= 15);
        stop(first);

        judge.script(trajectory -> Answer.scored(0.25));
        ConfigurableApplicationContext second = startReplica();
        JsonNode done = await(path, found -> found.hasNonNull("finished_at"));

        assertThat(done.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(done.path("judged").asInt()).isEqualTo(80);
        assertThat(count(second, "select count(distinct (position, repeat)) from eval.judge_score"))
                .isEqualTo(80);
    }

    @Test
    void whatCannotBeEvaluatedIsRefusedByItsField() {
        startReplica();
        List<String> fields = new ArrayList<>();
        for (String query : List.of(
                "?judge=nobody",
                "?repeats=0",
                "?repeats=many",
                "?threshold=2",
                "?resamples=1",
                "?subset.items=0",
                "?subset.colour=red",
                "?colour=red",
                "?attacks=perhaps")) {
            JsonNode problem = json(sent(query, ofTasks(1)));
            assertThat(problem.path("status").asInt()).as(query).isBetween(400, 422);
            fields.add(problem.path("field").asString());
        }
        assertThat(fields)
                .containsExactly(
                        "judge",
                        "repeats",
                        "repeats",
                        "threshold",
                        "resamples",
                        "subset.items",
                        "subset.colour",
                        "colour",
                        "attacks");
        assertThat(json(sent("", ofTasks(1) + "{\"id\": \"x\", \"text\": \"y\"}"))
                        .path("detail")
                        .asString())
                .isEqualTo("the body line 3: label is missing");
        assertThat(json(sent("", "")).path("type").asString()).endsWith("empty-judge-set");
        assertThat(json(post(PATH, "{\"source\": {\"path\": \"/etc/passwd\"}}"))
                        .path("field")
                        .asString())
                .isEqualTo("source.path");
        assertThat(json(post(PATH, "{\"source\": {}}")).path("field").asString())
                .isEqualTo("source");
        assertThat(json(post(PATH, "{}")).path("field").asString()).isEqualTo("source");
        assertThat(json(post(PATH, "{\"source\": {\"evaluation\": \"0198f3b2-7c1e-7a63-9d7e-0a4f5f2b6c11\"}}"))
                        .path("field")
                        .asString())
                .isEqualTo("source.evaluation");
        judge.unusable("no weights");
        assertThat(json(sent("?judge=fake", ofTasks(1))).path("detail").asString())
                .contains("no weights");
        judge.close();
        assertThat(json(sent("?judge=fake", ofTasks(1)).expectStatus().isEqualTo(503))
                        .path("type")
                        .asString())
                .endsWith("judges-unreachable");
        assertThat(get(PATH).path("items").size()).isZero();
    }
}
