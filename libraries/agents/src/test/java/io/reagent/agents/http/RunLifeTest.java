package io.reagent.agents.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reagent.agents.AgentsFixture;
import io.reagent.agents.ScriptedChat.Call;
import io.reagent.agents.ScriptedChat.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;

class RunLifeTest extends AgentsFixture {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Disposable begin(String question) {
        return WebClient.create("http://localhost:" + port)
                .post()
                .uri("/v1/agents/runs")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(request("chat", question).toString())
                .exchangeToMono(response -> response.bodyToMono(String.class))
                .subscribe(answer -> {}, error -> {});
    }

    private String idOf(String question) {
        await().atMost(SOON)
                .until(() -> !column("select count(*) from policy.agent_run where question = '" + question + "'")
                        .equals("0"));
        return column("select id from policy.agent_run where question = '" + question + "'");
    }

    private JsonNode cancelled(String id) {
        return json(client.post()
                .uri("/v1/agents/runs/" + id + "/cancel")
                .exchange()
                .expectStatus()
                .isOk());
    }

    @Test
    void aRunIsCancelledAndItsModelToldSo() {
        CHAT.on("never-answered", Reply.never());
        begin("never-answered?");
        String id = idOf("never-answered?");
        await().atMost(SOON).until(() -> !CHAT.requests("never-answered").isEmpty());
        int before = CHAT.cancelled();
        JsonNode run = cancelled(id);
        assertThat(run.path("status").asString()).isEqualTo("CANCELLED");
        assertThat(run.path("answer").isNull()).isTrue();
        await().atMost(SOON).until(() -> CHAT.cancelled() > before);
        assertThat(cancelled(id).path("status").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void aRunGoesOnWhenItsCallerLeaves() {
        CompletableFuture<Void> left = new CompletableFuture<>();
        CHAT.script(
                "left-alone",
                List.of(
                        request -> {
                            left.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
                                    .join();
                            return Reply.says("", Call.of("search", Map.of("queries", List.of("x"))));
                        },
                        request -> Reply.says("Still here.")));
        Disposable caller = begin("left-alone?");
        String id = idOf("left-alone?");
        caller.dispose();
        left.complete(null);
        await().atMost(SOON)
                .until(() ->
                        get("/v1/agents/runs/" + id).path("status").asString().equals("DONE"));
        assertThat(get("/v1/agents/runs/" + id).path("answer").asString()).isEqualTo("Still here.");
    }

    @Test
    void aRunWhoseAttemptIsRefusedByPostgresHasFailed() {
        CHAT.on("refused-attempt", Reply.says("Unwelcome."));
        database.sql("alter table policy.agent_trajectory add constraint unwelcome"
                        + " check (messages::text not like '%Unwelcome.%')")
                .then()
                .block(SOON);
        try {
            JsonNode run = run(request("chat", "refused-attempt?"));

            assertThat(run.path("status").asString()).isEqualTo("FAILED");
            assertThat(run.path("error").asString()).isNotBlank();
            assertThat(run.path("answer").isNull()).isTrue();
            assertThat(get("/v1/agents/runs/" + run.path("id").asString())).isEqualTo(run);
        } finally {
            database.sql("alter table policy.agent_trajectory drop constraint unwelcome")
                    .then()
                    .block(SOON);
        }
    }

    @Test
    void moreRunsThanAllowedAreRefusedUntilOneEnds() {
        CHAT.on("crowded", Reply.never());
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < MOST_RUNS; i++) {
            begin("crowded " + i);
            ids.add(idOf("crowded " + i));
        }
        JsonNode problem = json(post(request("chat", "one too many").toString())
                .expectStatus()
                .isEqualTo(429)
                .expectHeader()
                .exists("Retry-After"));
        assertThat(problem.path("type").asString()).isEqualTo("urn:reagent:problem:too-many-runs");
        ids.forEach(this::cancelled);
        assertThat(run(request("chat", "one that fits")).path("stop").asString())
                .isEqualTo("ANSWERED");
    }

    @Test
    void aRunWhoseProcessDiedIsInterruptedAndOneThatGoesOnIsNot() {
        CHAT.on("goes-on", Reply.never());
        begin("goes-on?");
        String alive = idOf("goes-on?");
        database.sql("""
                        insert into policy.agent_run (id, status, question, model, weights, strategy, tools, request,
                            alive_at)
                        values ('01a1fdde-0000-7000-8000-000000000001', 'RUNNING', 'orphan', 'm', 'w', 'plain', '[]',
                            '{}', now() - interval '1 hour')""").then().block(SOON);
        await().atMost(SOON).until(() -> get("/v1/agents/runs/01a1fdde-0000-7000-8000-000000000001")
                .path("status")
                .asString()
                .equals("INTERRUPTED"));
        assertThat(get("/v1/agents/runs/" + alive).path("status").asString()).isEqualTo("RUNNING");
        cancelled(alive);
    }

    @Test
    void runsAreFoundInPagesNewestFirstAndFiltered() {
        for (int i = 0; i < 5; i++) {
            run(request("vllm", "paged " + i));
        }
        Set<String> seen = new HashSet<>();
        List<String> questions = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = get("/v1/agents/runs?model=vllm&stop=answered&status=done&limit=2" + cursor);
            page.path("runs").forEach(run -> {
                assertThat(seen.add(run.path("id").asString())).isTrue();
                questions.add(run.path("question").asString());
            });
            JsonNode next = page.path("next_cursor");
            cursor = next.isNull() ? null : "&cursor=" + next.asString();
        }
        assertThat(questions).containsSubsequence("paged 4", "paged 3", "paged 2", "paged 1", "paged 0");
        assertThat(get("/v1/agents/runs?strategy=reagent-c&model=vllm").path("runs"))
                .isEmpty();
    }

    @Test
    void runsTurnsAndCallsAreCounted() {
        CHAT.on(
                "counted-run",
                Reply.says(
                        "",
                        Call.of("search", Map.of("queries", List.of("bees"))),
                        new Call("made_up_by_a_model", "{}")),
                Reply.says("Bees."));
        run(request("chat", "counted-run?", "search"));
        assertThat(metrics())
                .contains("reagent_agent_runs_in_progress", "reagent_agent_turn_seconds_count")
                .containsPattern("reagent_agent_run_seconds_count\\{[^}]*stop=\"ANSWERED\"")
                .containsPattern("reagent_agent_tool_call_seconds_count\\{[^}]*outcome=\"ok\"[^}]*tool=\"search\"")
                .containsPattern("reagent_agent_tool_call_seconds_count\\{[^}]*outcome=\"failed\"[^}]*tool=\"unknown\"")
                .doesNotContain("made_up_by_a_model");
    }
}
