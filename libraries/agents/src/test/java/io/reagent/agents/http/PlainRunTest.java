package io.reagent.agents.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.agents.AgentsFixture;
import io.reagent.agents.ScriptedChat.Call;
import io.reagent.agents.ScriptedChat.Reply;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PlainRunTest extends AgentsFixture {
    private static final String CODE = "print(round(68485 * 0.12, 2))";

    private void scriptDues(String word) {
        CHAT.on(
                word,
                Reply.says("What is the due?", Call.of("search", Map.of("queries", List.of("harbour due on cider")))),
                Reply.says("And how much was pressed?", Call.of("file_reader", Map.of("path", "orchards.csv"))),
                Reply.says("Add and multiply.", Call.of("file_reader", Map.of("path", "accounts.xlsx"))),
                Reply.says("8,218.20 crowns."));
    }

    @Test
    void searchesReadsAndAnswersWithRealToolsOverTheShippedDocuments() {
        scriptDues("dues-plain");
        JsonNode run = run(request("chat", "dues-plain: what is due for all cider of 2021?", "search", "file_reader"));
        assertThat(run.path("status").asString()).isEqualTo("DONE");
        assertThat(run.path("stop").asString()).isEqualTo("ANSWERED");
        assertThat(run.path("answer").asString()).isEqualTo("8,218.20 crowns.");
        assertThat(run.path("turns")).hasSize(4);
        assertThat(result(run, 0)).contains("corpus:harbour-dues.txt", "0.12 crowns a litre");
        assertThat(result(run, 1)).contains("Fenwick,Lower Fen,520,2021,21460");
        assertThat(result(run, 2)).contains("Income 2021", "Harbour master");
        assertThat(run.path("usage").path("calls").asInt()).isEqualTo(3);
        assertThat(run.path("first").isNull()).isTrue();
    }

    private static String result(JsonNode run, int turn) {
        JsonNode call = run.path("turns").path(turn).path("calls").path(0);
        assertThat(call.path("failed").asBoolean()).isFalse();
        return call.path("result").asString();
    }

    @Test
    void whatWasAnsweredIsStoredWithTrajectoryAndMessages() {
        scriptDues("dues-stored");
        JsonNode run = run(request("chat", "dues-stored?", "search", "file_reader"));
        String id = run.path("id").asString();
        assertThat(get("/v1/agents/runs/" + id)).isEqualTo(run);
        JsonNode trajectory = get("/v1/agents/runs/" + id + "/trajectories").path("initial");
        assertThat(trajectory.path("question").asString()).isEqualTo("dues-stored?");
        assertThat(trajectory.path("steps")).hasSize(3);
        assertThat(trajectory.path("answer").asString()).isEqualTo("8,218.20 crowns.");
        JsonNode messages = get("/v1/agents/runs/" + id + "/messages").path("initial");
        assertThat(StreamSupport.stream(messages.spliterator(), false)
                        .map(message -> message.path("role").asString())
                        .toList())
                .containsExactly("user", "assistant", "tool", "assistant", "tool", "assistant", "tool", "assistant");
        assertThat(column("select call_count from policy.agent_trajectory where run_id = '" + id + "'"))
                .isEqualTo("3");
        assertThat(get("/v1/agents/runs/" + id + "/sequences")).isEmpty();
    }

    @Test
    void turnsAreStreamedAsTheyHappenAndThenTheRun() {
        scriptDues("dues-streamed");
        List<Map.Entry<String, JsonNode>> events = events(request("chat", "dues-streamed?", "search", "file_reader"));
        assertThat(events.stream().map(Map.Entry::getKey))
                .containsExactly("started", "turn", "turn", "turn", "turn", "run");
        JsonNode run = events.getLast().getValue();
        assertThat(events.get(2).getValue().path("turn"))
                .isEqualTo(run.path("turns").path(1));
        assertThat(events.getFirst().getValue().path("id")).isEqualTo(run.path("id"));
        assertThat(get("/v1/agents/runs/" + run.path("id").asString())).isEqualTo(run);
    }

    @Test
    void theEndAloneHasTheTrajectoriesThatAreStored() {
        CHAT.on("end-alone", Reply.says("Seven \u0000."));
        String body = request("chat", "end-alone?", "search").toString();

        JsonNode run =
                json(post("/v1/agents/runs?events=end", body).expectStatus().isOk());
        assertThat(run.path("trajectories"))
                .isEqualTo(get("/v1/agents/runs/" + run.path("id").asString() + "/trajectories"));
        assertThat(run.path("trajectories").path("initial").path("answer").asString())
                .isEqualTo("Seven \uFFFD.");
        List<Map.Entry<String, JsonNode>> events =
                events("/v1/agents/runs?events=end", request("chat", "end-alone 2?"));
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().getKey()).isEqualTo("run");
        assertThat(events.getFirst()
                        .getValue()
                        .path("trajectories")
                        .path("initial")
                        .path("question")
                        .asString())
                .isEqualTo("end-alone 2?");

        JsonNode problem =
                json(post("/v1/agents/runs?events=some", body).expectStatus().isEqualTo(400));
        assertThat(problem.path("field").asString()).isEqualTo("events");
    }

    @Test
    void tokensAreKeptWhereTheServerTellsThem() {
        CHAT.on("tokens-told", Reply.says("Yes.").withTokens("tokens-told?", "Yes."));
        JsonNode run = run(request("vllm", "tokens-told?"));
        JsonNode sequence = get("/v1/agents/runs/" + run.path("id").asString() + "/sequences")
                .path("initial")
                .path(0);
        assertThat(sequence.path("tokens")).hasSize("tokens-told?Yes.".length());
        assertThat(sequence.path("logprobs").path(0).isNull()).isTrue();
        assertThat(sequence.path("logprobs").path("tokens-told?".length()).asDouble())
                .isEqualTo(-0.25);
        JsonNode asked = CHAT.requests("tokens-told").getFirst();
        assertThat(asked.path("return_token_ids").asBoolean()).isTrue();
        assertThat(asked.has("tools")).isFalse();
    }

    @Test
    void aLimitAsksForTheAnswer() {
        CHAT.script(
                "limited",
                List.of(request -> request.path("tool_choice").asString("").equals("none")
                        ? Reply.says("From what I know: five.")
                        : Reply.says("", Call.of("search", Map.of("queries", List.of("bees"))))));
        tools.jackson.databind.node.ObjectNode body = request("chat", "limited?", "search");
        body.putObject("limits").put("turns", 1);
        JsonNode run = run(body);
        assertThat(run.path("limit").asString()).isEqualTo("TURNS");
        assertThat(run.path("answer").asString()).isEqualTo("From what I know: five.");
        assertThat(run.path("turns").path(1).path("told").asString()).isEqualTo("TURNS");
    }

    @Test
    void aServerThatIsBusyIsAskedAgainAndOneThatIsGoneEndsTheRun() {
        java.util.concurrent.atomic.AtomicInteger tries = new java.util.concurrent.atomic.AtomicInteger();
        CHAT.script(
                "busy-at-first",
                List.of(request -> tries.getAndIncrement() < 2 ? Reply.error(503) : Reply.says("There.")));
        assertThat(run(request("chat", "busy-at-first?")).path("answer").asString())
                .isEqualTo("There.");
        JsonNode gone = run(request("gone", "anybody?"));
        assertThat(gone.path("status").asString()).isEqualTo("DONE");
        assertThat(gone.path("stop").asString()).isEqualTo("MODEL_FAILED");
        assertThat(gone.path("error").asString()).contains("gone cannot be reached");
        CHAT.on("refused-outright", Reply.error(400));
        assertThat(run(request("chat", "refused-outright?")).path("error").asString())
                .contains("chat answered 400");
        assertThat(CHAT.requests("refused-outright")).hasSize(1);
    }

    @Test
    void callsThatNoServerWouldReadAgainAreSentBackReadable() {
        CHAT.on(
                "malformed-call",
                Reply.says("", new Call("file_reader", "{\"path\": "), new Call("no such tool", "{}")),
                Reply.says("<think>Hm.</think>Done."));
        JsonNode run = run(request("chat", "malformed-call?", "file_reader"));
        JsonNode calls = run.path("turns").path(0).path("calls");
        assertThat(calls.path(0).path("result").asString()).isEqualTo("Error: malformed arguments, not JSON");
        assertThat(calls.path(1).path("result").asString()).contains("no tool no such tool");
        assertThat(run.path("turns").path(1).path("thought").asString()).isEqualTo("Hm.");
        assertThat(run.path("answer").asString()).isEqualTo("Done.");
        JsonNode messages = CHAT.requests("malformed-call").get(1).path("messages");
        JsonNode sent = messages.path(1).path("tool_calls");
        assertThat(sent.path(0).path("function").path("arguments").asString())
                .isEqualTo("{\"unreadable\":\"{\\\"path\\\": \"}");
        assertThat(sent.path(1).path("function").path("name").asString()).isEqualTo("no_such_tool");
        assertThat(messages.path(2).path("tool_call_id")).isEqualTo(sent.path(0).path("id"));
        assertThat(messages.path(3).path("tool_call_id")).isEqualTo(sent.path(1).path("id"));
    }

    @Test
    void textThatPostgresCannotHoldIsKeptWithoutIt() {
        CHAT.on(
                "unstorable",
                Reply.says("A \0.", Call.of("search", Map.of("queries", List.of("\0")))),
                Reply.says("\0"));
        JsonNode run = run(request("chat", "unstorable \0?", "search"));
        assertThat(run.path("question").asString()).isEqualTo("unstorable \ufffd?");
        assertThat(run.path("answer").asString()).isEqualTo("\ufffd");
        assertThat(get("/v1/agents/runs/" + run.path("id").asString()).path("turns"))
                .hasSize(2);
    }

    @Test
    void pythonRunsWhereASandboxCanBeMade() {
        JsonNode python = tool("python");
        CHAT.on("compute-it", Reply.says("", Call.of("python", Map.of("code", CODE))), Reply.says("8218.2"));
        JsonNode body = request("chat", "compute-it?", "python");
        if (python.path("available").asBoolean()) {
            assertThat(result(run(body), 0)).isEqualTo("8218.2");
        } else {
            assertThat(python.path("reason").asString()).contains("Python cannot be run safely here");
            JsonNode problem = json(post(body.toString()).expectStatus().isEqualTo(422));
            assertThat(problem.path("field").asString()).isEqualTo("tools[0]");
        }
    }

    private JsonNode tool(String name) {
        for (JsonNode tool : get("/v1/agents/tools").path("tools")) {
            if (tool.path("name").asString().equals(name)) {
                return tool;
            }
        }
        throw new AssertionError("no tool " + name);
    }

    @Test
    void toolsAreListedWithSchemasAndTheReasonsWhyOthersCannotRun() {
        JsonNode search = tool("search");
        assertThat(search.path("parameters").path("properties").has("queries")).isTrue();
        assertThat(tool("browse").path("available").asBoolean()).isTrue();
        assertThat(tool("image2text").path("reason").asString()).contains("reagent.agents.tools.image2text.base-url");
        assertThat(tool("away").path("available").asBoolean()).isFalse();
        assertThat(tool("away").path("reason").asString()).contains("http://localhost:1/mcp");
    }
}
