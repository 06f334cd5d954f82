package io.reagent.agents.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.agents.AgentsFixture;
import io.reagent.agents.ScriptedChat.Call;
import io.reagent.agents.ScriptedChat.Reply;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Programs that misbehave, in the real sandbox; where there is none, python must be refused. */
class HostileToolsTest extends AgentsFixture {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hangs         | import time; time.sleep(600)                                      | it ran longer than
            floods        | while True: print("x" * 1000)                                     | it printed more than
            forks         | import os; [os.fork() for i in range(100)]                        | Resource temporarily unavailable
            networks      | import socket; socket.create_connection(("1.1.1.1", 80), 1)       | Network is unreachable
            hogs          | x = bytearray(1 << 30)                                            | MemoryError
            breaks out    | open("/etc/passwd").read()                                        | No such file or directory
            """)
    void aProgramThatMisbehavesIsCutOffAndTheRunGoesOn(String what, String code, String said) {
        CHAT.on(
                "a program " + what,
                Reply.says("", Call.of("python", Map.of("code", code))),
                Reply.says("It did not work."));
        JsonNode body = request("chat", "What if a program " + what + "?", "python");
        if (!pythonRuns()) {
            assertThat(json(post(body.toString()).expectStatus().isEqualTo(422))
                            .path("type")
                            .asString())
                    .isEqualTo("urn:reagent:problem:tool-unavailable");
            return;
        }
        JsonNode run = run(body);
        JsonNode call = run.path("turns").path(0).path("calls").path(0);
        assertThat(call.path("failed").asBoolean()).isTrue();
        assertThat(call.path("result").asString()).contains(said).hasSizeLessThan(30_000);
        assertThat(call.path("ms").asLong()).isLessThan(20_000);
        assertThat(run.path("answer").asString()).isEqualTo("It did not work.");
        assertThat(column(
                        "select canonical #>> '{steps,0,calls,0,result}' from policy.agent_trajectory where run_id = '"
                                + run.path("id").asString() + "'"))
                .contains(said);
    }

    private boolean pythonRuns() {
        return get("/v1/agents/tools").path("tools").path(0).path("available").asBoolean();
    }
}
