package io.reagent.rrm.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.testing.UnstorableText;
import io.reagent.rrm.RrmApiFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UnstorableTextTest extends RrmApiFixture {
    private static final String NATIVE = """
            {"question": "q", "steps": [{"thought": "t", "calls": [{"name": "n", "arguments": "{}", "result": "r"}]}],
             "answer": "a", "more": "m"}""";
    private static final String ATIF = """
            {"schema_version": "ATIF-v1.4", "session_id": "s", "agent": {"name": "a", "version": "1"}, "steps": [
              {"step_id": 1, "source": "user", "message": "q"},
              {"step_id": 2, "source": "agent", "message": "m", "tool_calls": [
                {"tool_call_id": "c", "function_name": "f", "arguments": {"x": "y"}}],
               "observation": {"results": [{"source_call_id": "c", "content": "o"}]}}]}""";
    private static final String OTEL = """
            {"input_messages": [{"role": "user", "parts": [{"type": "text", "content": "q"}]}],
             "output_messages": [{"role": "assistant", "parts": [{"type": "text", "content": "a"}],
               "finish_reason": "stop"}]}""";

    @Test
    void nothingThatCannotBeStoredIsOurFault() {
        UnstorableText walk = new UnstorableText("http://localhost:" + port);
        JsonNode judged = judged(body("Which trajectory?"));
        Map<String, List<String>> bodies = Map.of(
                "/v1/judgements",
                List.of(
                        "{\"trajectory\": " + NATIVE + ", \"question\": \"q\", \"judge\": \"fake\"}",
                        "{\"trajectory\": " + chat("chat") + ", \"options\": {\"timeout\": \"20s\"}}",
                        "{\"trajectory\": " + ATIF + "}",
                        "{\"trajectory\": " + OTEL + "}"),
                "/v1/judgements/batch",
                List.of("{\"id\": \"1\", \"judge\": \"fake\", \"question\": \"q\", \"trajectory\": " + NATIVE + "}"),
                "/v1/trajectories/" + judged.path("trajectory_id").asString() + "/judgements",
                List.of("{\"judge\": \"other\"}"),
                "/rm",
                List.of("{\"prompt\": \"p\", \"response\": \"r\", \"label\": \"l\"}"),
                "/get_reward",
                List.of("{\"query\": [\"q a\"], \"prompts\": [\"q\"], \"labels\": [\"l\"]}"),
                "/classify",
                List.of("{\"model\": \"m\", \"input\": \"What is 7*7? 49\"}"),
                "/verify",
                List.of("""
                        {"responses_create_params": {"input": [{"role": "user", "content": "q"}], "tools": []},
                         "response": {"id": "r", "model": "p", "output": [
                           {"type": "function_call", "call_id": "c", "name": "python", "arguments": "{}"},
                           {"type": "function_call_output", "call_id": "c", "output": "42"},
                           {"type": "message", "role": "assistant", "content": [
                             {"type": "output_text", "text": "a"}]}]}}"""),
                "/v1/chat/completions",
                List.of("{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"Question: q\\n\\n"
                        + "Agent Trajectory: a\"}]}"));

        walk.walkPaths();
        bodies.forEach((path, all) -> all.forEach(body -> walk.walkBody(path, body)));

        assertThat(walk.findings()).isEmpty();
        assertThat(walk.sent()).isGreaterThan(500);
    }

    @Test
    void aNameWithItIsTheFieldAtFault() {
        JsonNode judge = problem(400, "{\"trajectory\": " + chat("q") + ", \"judge\": \"a\\u0000\"}");
        JsonNode parameter = json(client.get()
                .uri(java.net.URI.create("http://localhost:" + port + "/v1/judgements?judge=%00"))
                .exchange()
                .expectStatus()
                .isEqualTo(400));

        assertThat(judge.path("field").asString()).isEqualTo("judge");
        assertThat(parameter.path("field").asString()).isEqualTo("judge");
    }

    @Test
    void aNumberBeyondAnyIntegerIsTheFieldAtFault() {
        JsonNode problem = problem(
                400, "{\"trajectory\": " + ATIF.replace("\"step_id\": 1", "\"step_id\": 1" + "0".repeat(40)) + "}");

        assertThat(problem.path("field").asString()).isEqualTo("trajectory.steps[0].step_id");
    }
}
