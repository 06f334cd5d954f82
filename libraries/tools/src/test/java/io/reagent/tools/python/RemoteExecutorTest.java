package io.reagent.tools.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.tools.ToolResult;
import io.reagent.tools.Calls;
import io.reagent.tools.TestServer;
import io.reagent.tools.http.JsonService;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RemoteExecutorTest {
    private static final String CODE = "{\"code\": \"print(1)\"}";

    @Test
    void asksASandboxFusionServer() throws Exception {
        JsonNode[] asked = new JsonNode[1];
        try (TestServer server = new TestServer("127.0.0.1").on("/run_code", exchange -> {
            asked[0] = JsonMapper.shared().readTree(exchange.getRequestBody());
            TestServer.answer(exchange, 200, "application/json", """
                    {"status": "Success", "message": "", "run_result":
                      {"status": "Finished", "return_code": 0, "stdout": "1\\n", "stderr": ""}}""".getBytes(StandardCharsets.UTF_8));
        })) {
            assertThat(call(server)).isEqualTo(ToolResult.of("1"));
        }
        assertThat(asked[0].path("code").asString()).isEqualTo("print(1)");
        assertThat(asked[0].path("language").asString()).isEqualTo("python");
        assertThat(asked[0].path("run_timeout").asDouble()).isEqualTo(54);
    }

    @Test
    void itsTimeoutsFailuresAndOutagesAreErrors() throws Exception {
        try (TestServer server = new TestServer("127.0.0.1").on("/run_code", "application/json", """
                {"status": "Failed", "run_result": {"status": "TimeLimitExceeded", "stdout": "so far"}}""")) {
            assertThat(call(server).text())
                    .isEqualTo("Error: the program was stopped: it ran longer than 54 s; do less in one program."
                            + " It had printed:\nso far");
        }
        try (TestServer server = new TestServer("127.0.0.1")
                .on("/run_code", "application/json", "{\"status\": \"SandboxError\", \"message\": \"no room\"}")) {
            assertThat(call(server).text()).isEqualTo("Error: the remote Python failed: no room");
        }
        TestServer gone = new TestServer("127.0.0.1");
        gone.close();
        assertThat(call(gone).text())
                .startsWith("Error: 127.0.0.1 cannot be reached: connection refused; nothing listens there");
    }

    private static ToolResult call(TestServer server) {
        return Calls.call(new PythonTool(new RemoteExecutor(new JsonService(server.uri("/"), Map.of()))), CODE);
    }
}
