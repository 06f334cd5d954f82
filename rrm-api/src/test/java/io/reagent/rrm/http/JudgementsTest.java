package io.reagent.rrm.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.rrm.FakeJudgeServer.Reply;
import io.reagent.rrm.RrmApiFixture;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class JudgementsTest extends RrmApiFixture {
    @Test
    void answersOutcomeScoreReasoningAndCritiqueOfAChatWithToolCalls() {
        JsonNode judgement = judged(body("What is the answer to plain?"));

        assertThat(judgement.path("outcome").asString()).isEqualTo("SCORED");
        assertThat(judgement.path("score").asDouble()).isEqualTo(0.75);
        assertThat(judgement.path("reasoning").asString()).isEqualTo("Step 1 looks it up.");
        assertThat(judgement.path("critique").asString()).isEqualTo("Check the second source.");
        assertThat(judgement.path("judge").path("name").asString()).isEqualTo("fake");
        assertThat(judgement.path("judge").path("model").asString()).isEqualTo("fake-8b");
        assertThat(judgement.path("judge").path("version").asString()).hasSize(12);
        assertThat(judgement.path("usage").path("input_tokens").asInt()).isEqualTo(100);
        assertThat(judgement.path("cached").asBoolean()).isFalse();
        assertThat(judgement.has("raw_text")).isFalse();
    }

    @Test
    void answersTheSameRequestFromTheStore() {
        JUDGE.on("repeatable", (call, request) -> Reply.text("<critique>c</critique><score>0.5</score>"));
        JsonNode first = judged(body("Is this repeatable?"));
        JsonNode second = judged(body("Is this repeatable?"));

        assertThat(second.path("cached").asBoolean()).isTrue();
        assertThat(second.path("id")).isEqualTo(first.path("id"));
        assertThat(JUDGE.calls("repeatable")).isEqualTo(1);
        assertThat(judged(body("Is this repeatable?", "{\"use_cache\": false}"))
                        .path("cached")
                        .asBoolean())
                .isFalse();
        assertThat(judged(body("Is this repeatable?", "{\"temperature\": 0.5}"))
                        .path("cached")
                        .asBoolean())
                .isFalse();
        assertThat(JUDGE.calls("repeatable")).isEqualTo(3);
    }

    @Test
    void keepsTrajectoryAndJudgementsLinked() {
        JsonNode first = judged(body("Are the linked rows there?"));
        JsonNode again = json(post(
                        "/v1/trajectories/" + first.path("trajectory_id").asString() + "/judgements",
                        "{\"judge\": \"other\"}")
                .expectStatus()
                .isOk());

        assertThat(again.path("trajectory_id")).isEqualTo(first.path("trajectory_id"));
        assertThat(again.path("judge").path("name").asString()).isEqualTo("other");
        assertThat(rows("select count(*) from rrm.judgement j join rrm.trajectory t on t.id = j.trajectory_id"
                        + " where t.question = 'Are the linked rows there?'"))
                .isEqualTo(2);
        assertThat(rows("select call_count::bigint from rrm.trajectory where question = 'Are the linked rows there?'"))
                .isEqualTo(1);
    }

    @Test
    void keepsEverySampleWithMeanAndVariance() {
        AtomicInteger next = new AtomicInteger();
        JUDGE.on(
                "sampled",
                (call, request) ->
                        Reply.text("<critique>c</critique><score>0." + (2 + 2 * next.getAndIncrement()) + "</score>"));
        JsonNode judgement = judged(body("Is this sampled?", "{\"samples\": 3, \"seed\": 7}"));

        assertThat(judgement.path("score").asDouble()).isCloseTo(0.4, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(judgement.path("samples").path("variance").asDouble())
                .isCloseTo(0.04, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(judgement.path("samples").path("ids")).hasSize(3);
        assertThat(rows("select count(*) from rrm.judgement where parent_id = '"
                        + judgement.path("id").asString() + "'"))
                .isEqualTo(3);
        Set<Long> seeds = new HashSet<>();
        JUDGE.requests("sampled").forEach(r -> seeds.add(r.path("seed").asLong()));
        assertThat(seeds).hasSize(3).contains(7L).doesNotContain(6L, 8L);
        JsonNode sample = json(client.get()
                .uri("/v1/judgements/"
                        + judgement.path("samples").path("ids").path(1).asString())
                .exchange()
                .expectStatus()
                .isOk());
        assertThat(sample.path("trajectory_id")).isEqualTo(judgement.path("trajectory_id"));
    }

    @Test
    void findsJudgementsAndTrajectoriesById() {
        JsonNode judgement = judged(body("Can this be found?"));
        JsonNode found = json(client.get()
                .uri("/v1/judgements/" + judgement.path("id").asString())
                .exchange()
                .expectStatus()
                .isOk());
        assertThat(found.path("score")).isEqualTo(judgement.path("score"));
        JsonNode trajectory = json(client.get()
                .uri("/v1/trajectories/" + judgement.path("trajectory_id").asString())
                .exchange()
                .expectStatus()
                .isOk());
        assertThat(trajectory.path("format").asString()).isEqualTo("openai-chat");
        assertThat(trajectory.path("original")).isEqualTo(JSON.readTree(chat("Can this be found?")));
        assertThat(trajectory
                        .path("trajectory")
                        .path("steps")
                        .path(0)
                        .path("calls")
                        .path(0)
                        .path("result")
                        .asString())
                .isEqualTo("Found: 42");
    }

    @Test
    void pagesThroughAllJudgementsOnceAndFilters() {
        JUDGE.on("paged", (call, request) -> Reply.text("<critique>c</critique><score>0.3" + call + "</score>"));
        for (int i = 0; i < 7; i++) {
            judged("{\"judge\": \"other\", \"trajectory\": " + chat("paged " + i) + "}");
        }
        Set<String> seen = new HashSet<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = json(client.get()
                    .uri("/v1/judgements?judge=other&min_score=0.3&max_score=0.36&limit=3" + cursor)
                    .exchange()
                    .expectStatus()
                    .isOk());
            page.path("judgements")
                    .forEach(j -> assertThat(seen.add(j.path("id").asString())).isTrue());
            cursor = page.path("next_cursor").isNull()
                    ? null
                    : "&cursor=" + page.path("next_cursor").asString();
            pages++;
        } while (cursor != null);
        assertThat(seen).hasSize(7);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void storesTextThatPostgresCannotHold() {
        JsonNode judgement =
                judged("{\"trajectory\": {\"question\": \"nul \\u0000 and \\ud800 half\", \"answer\": \"a\","
                        + " \"extra\": \"\\u0000\"}}");
        assertThat(judgement.path("outcome").asString()).isEqualTo("SCORED");
    }
}
