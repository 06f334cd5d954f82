package io.reagent.eval.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.eval.SharedEvalFixture;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Reference agents on sets that are sound and on sets that are not. */
class BenchmarkCheckTest extends SharedEvalFixture {
    private void set(String name, String grader, String lines) throws IOException {
        Files.writeString(directory.resolve(name + ".jsonl"), lines);
        Files.writeString(
                directory.resolve(name + ".yaml"),
                "path: %s.jsonl\nquestion: question\nanswer: answer\ngrader: %s\n".formatted(name, grader));
    }

    private static String line(String question, String answer) {
        return "{\"question\": \"" + question + "\", \"answer\": " + answer + "}\n";
    }

    private JsonNode checked(String name, String body) {
        return json(
                post("/v1/benchmarks/" + name + "/check", body).expectStatus().isOk());
    }

    private static JsonNode agent(JsonNode report, String name) {
        for (JsonNode agent : report.path("agents")) {
            if (agent.path("agent").asString().equals(name)) {
                return agent;
            }
        }
        throw new AssertionError("no " + name + " in " + report);
    }

    @Test
    void aSoundSetLetsEveryAgentGetWhatItHasToGet() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            lines.append(line(
                    "What is half of " + 2 * i + "?",
                    i % 3 == 0 ? "[\"%d\", \"%d.0\"]".formatted(i, i) : "\"" + i + "\""));
        }
        set("halves", "short-answer", lines.toString());

        JsonNode report = checked("halves", "{}");

        assertThat(report.path("passed").asBoolean()).as(report.toString()).isTrue();
        assertThat(report.path("checked").asInt()).isEqualTo(60);
        assertThat(agent(report, "gold").path("answers").asInt()).isEqualTo(80);
        assertThat(agent(report, "gold").path("correct").asInt()).isEqualTo(80);
        assertThat(agent(report, "nothing").path("wrong").asInt()).isEqualTo(60);
        assertThat(agent(report, "shuffled").path("answers").asInt()).isEqualTo(60);
        assertThat(agent(report, "shuffled").path("correct").asInt()).isZero();
        assertThat(checked("halves", "{\"limit\": 7}").path("checked").asInt()).isEqualTo(7);
    }

    @Test
    void aReferenceThatItsGraderCannotReadIsNamed() throws Exception {
        set(
                "letters",
                "multiple-choice",
                line("Which? A or B", "\"A\"") + line("Which? B or C", "\"B\"") + line("Which one?", "\"the second\""));

        JsonNode report = checked("letters", "");

        assertThat(report.path("passed").asBoolean()).isFalse();
        JsonNode gold = agent(report, "gold");
        assertThat(gold.path("correct").asInt()).isEqualTo(2);
        assertThat(gold.path("grader_failed").asInt()).isEqualTo(1);
        JsonNode offence = gold.path("offending").path(0);
        assertThat(offence.path("question").asString()).isEqualTo("Which one?");
        assertThat(offence.path("grade").asString()).isEqualTo("FAILED");
        assertThat(offence.path("reason").asString()).contains("the reference names no option");
    }

    @Test
    void aGraderThatTakesAnyAnswerForRightIsFoundOut() throws Exception {
        set(
                "loose",
                "f1",
                line("Who?", "\"the king of France\"")
                        + line("And who?", "\"the king of Spain\"")
                        + line("Who else?", "\"the king of Norway\""));

        JsonNode report = checked("loose", "{\"grader\": {\"name\": \"f1\", \"threshold\": 0.3}}");

        JsonNode shuffled = agent(report, "shuffled");
        assertThat(shuffled.path("correct").asInt()).isEqualTo(3);
        assertThat(shuffled.path("passed").asBoolean()).isFalse();
        assertThat(shuffled.path("offending")).hasSize(3);
        assertThat(report.path("passed").asBoolean()).isFalse();
    }

    @Test
    void theTaskWorldIsSound() {
        JsonNode report = checked("world", "{\"limit\": 50}");

        assertThat(report.path("passed").asBoolean()).as(report.toString()).isTrue();
    }

    @Test
    void whatCannotBeCheckedIsRefused() {
        post("/v1/benchmarks/nonsense/check", "{}").expectStatus().isNotFound();
        JsonNode absent =
                json(post("/v1/benchmarks/gsm8k/check", "{}").expectStatus().isEqualTo(409));
        assertThat(absent.path("type").asString()).endsWith("benchmark-absent");
        assertThat(absent.path("remedy").asString()).isNotBlank();
        assertThat(json(post("/v1/benchmarks/world/check", "{\"limit\": 0}")
                                .expectStatus()
                                .isBadRequest())
                        .path("field")
                        .asString())
                .isEqualTo("limit");
        post("/v1/benchmarks/world/check", "{\"grader\": \"nonsense\"}")
                .expectStatus()
                .isEqualTo(422);
        post("/v1/benchmarks/world/check", "{\"bogus\": 1}").expectStatus().isBadRequest();
    }
}
