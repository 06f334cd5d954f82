package io.reagent.agents.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reagent.agents.AgentsFixture;
import io.reagent.agents.AgentsService;
import io.reagent.agents.ScriptedChat.Call;
import io.reagent.agents.ScriptedChat.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs under ids that their callers gave them. */
class RepeatedRunTest extends AgentsFixture {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Executor CALLERS = task -> Thread.ofVirtual().start(task);

    private static ObjectNode request(UUID id, String question) {
        return request("chat", question, "search").put("id", id.toString());
    }

    private static List<String> names(List<Map.Entry<String, JsonNode>> events) {
        return events.stream().map(Map.Entry::getKey).toList();
    }

    @Test
    void theSameBodyAgainIsAnsweredWithTheRunThatEnded() {
        CHAT.on("said-once", Reply.says("Seven."));
        UUID id = UUID.randomUUID();
        JsonNode run = run(request(id, "said-once?"));
        assertThat(run.path("id").asString()).isEqualTo(id.toString());

        assertThat(run(request(id, "said-once?"))).isEqualTo(run);
        List<Map.Entry<String, JsonNode>> events = events(request(id, "said-once?"));
        assertThat(names(events)).containsExactly("run");
        assertThat(events.getFirst().getValue()).isEqualTo(run);
        assertThat(CHAT.requests("said-once")).hasSize(1);
    }

    @Test
    void aRunThatEndedIsAnsweredAgainAlthoughItsModelIsGone() {
        ObjectNode body =
                request("small", "loaded-once?").put("id", UUID.randomUUID().toString());
        JsonNode run = run(body);
        AgentsService.LOADS.set(false);
        try {
            assertThat(run(body)).isEqualTo(run);
            post(request("small", "never-loaded?")
                            .put("id", UUID.randomUUID().toString())
                            .toString())
                    .expectStatus()
                    .isEqualTo(500);
        } finally {
            AgentsService.LOADS.set(true);
        }
    }

    @Test
    void theOrderOfFieldsMakesNoDifferenceAndAnythingElseDoes() {
        CHAT.on("one-body", Reply.says("Seven."));
        UUID id = UUID.randomUUID();
        run(request(id, "one-body?"));
        ObjectNode other = request("chat", "one-body?");
        other.removeAll();
        other.put("id", id.toString()).putArray("tools").add("search");
        other.put("question", "one-body?").put("model", "chat");
        assertThat(run(other).path("answer").asString()).isEqualTo("Seven.");

        other.putObject("limits").put("turns", 3);
        JsonNode problem = json(post(other.toString()).expectStatus().isEqualTo(409));
        assertThat(problem.path("type").asString()).isEqualTo("urn:reagent:problem:run-id-taken");
        assertThat(problem.path("field").asString()).isEqualTo("id");
    }

    @Test
    void aRunThatGotItsIdHereIsNobodysToRepeat() {
        CHAT.on("own-id", Reply.says("Seven."));
        UUID id = UUID.fromString(
                run(request("chat", "own-id?", "search")).path("id").asString());

        post(request(id, "own-id?").toString()).expectStatus().isEqualTo(409);
    }

    @Test
    void manyThatAskAtOnceFollowOneRun() {
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        CHAT.script(
                "asked-at-once",
                List.of(
                        request -> {
                            waiting.orTimeout(20, TimeUnit.SECONDS).join();
                            return Reply.says("", Call.of("search", Map.of("queries", List.of("bees"))));
                        },
                        request -> Reply.says("Bees.")));
        UUID id = UUID.randomUUID();
        List<CompletableFuture<List<Map.Entry<String, JsonNode>>>> callers = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> events(request(id, "asked-at-once?")), CALLERS))
                .limit(MOST_RUNS + 3)
                .toList();
        await().atMost(SOON).until(() -> !CHAT.requests("asked-at-once").isEmpty());
        waiting.complete(null);

        JsonNode first = callers.getFirst().join().getLast().getValue();
        for (CompletableFuture<List<Map.Entry<String, JsonNode>>> caller : callers) {
            assertThat(caller.join().getLast().getValue()).isEqualTo(first);
        }
        assertThat(CHAT.requests("asked-at-once")).hasSize(2);
        assertThat(run(request("chat", "slots are free again")).path("stop").asString())
                .isEqualTo("ANSWERED");
    }

    @Test
    void aRunThatGoesOnIsFollowedFromItsStartAlsoWhereNoOtherMayBegin() {
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        CHAT.script("followed-later", List.of(request -> {
            waiting.orTimeout(20, TimeUnit.SECONDS).join();
            return Reply.says("Late.");
        }));
        UUID id = UUID.randomUUID();
        CompletableFuture<JsonNode> first =
                CompletableFuture.supplyAsync(() -> run(request(id, "followed-later 0?")), CALLERS);
        List<CompletableFuture<JsonNode>> crowd = Stream.iterate(1, i -> i < MOST_RUNS, i -> i + 1)
                .map(i -> CompletableFuture.supplyAsync(
                        () -> run(request(UUID.randomUUID(), "followed-later " + i)), CALLERS))
                .toList();
        await().atMost(SOON).until(() -> CHAT.requests("followed-later").size() == MOST_RUNS);

        post(request(UUID.randomUUID(), "followed-later too").toString())
                .expectStatus()
                .isEqualTo(429);
        CompletableFuture<List<Map.Entry<String, JsonNode>>> second =
                CompletableFuture.supplyAsync(() -> events(request(id, "followed-later 0?")), CALLERS);
        waiting.completeOnTimeout(null, 500, TimeUnit.MILLISECONDS);

        assertThat(names(second.join())).containsExactly("started", "turn", "run");
        assertThat(second.join().getLast().getValue()).isEqualTo(first.join());
        crowd.forEach(CompletableFuture::join);
    }

    @Test
    void aRunOfAnotherProcessIsFollowedUntilThatProcessDiesOrEndsIt() {
        UUID id = UUID.randomUUID();
        ObjectNode body = request(id, "elsewhere?");
        String hash = BodyHash.of(body, "id");
        database.sql("""
                        insert into policy.agent_run (id, status, question, model, weights, strategy, tools, request,
                            alive_at)
                        values (:id, 'RUNNING', 'elsewhere?', 'chat', 'w', 'plain', '[]',
                            jsonb_build_object('body_hash', :hash), now() + interval '1 s' - interval '1200 ms')""").bind("id", id).bind("hash", hash).then().block(SOON);

        List<Map.Entry<String, JsonNode>> events = events(body);
        assertThat(names(events)).containsExactly("started", "run");
        assertThat(events.getLast().getValue().path("status").asString()).isEqualTo("INTERRUPTED");
    }

    @Test
    void anIdThatIsNoneIsRefused() {
        JsonNode problem = json(post(request("chat", "q").put("id", "seven").toString())
                .expectStatus()
                .isEqualTo(400));
        assertThat(problem.path("field").asString()).isEqualTo("id");
    }

    @Test
    void whatWasRefusedMayBeAskedAgainUnderItsId() {
        UUID id = UUID.randomUUID();
        post(request(id, "mended?").put("model", "none").toString())
                .expectStatus()
                .isEqualTo(422);
        assertThat(run(request(id, "mended?")).path("status").asString()).isEqualTo("DONE");
    }
}
