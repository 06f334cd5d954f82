package io.reagent.rrm.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.rrm.RrmApiFixture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Judging stored trajectories again. */
class RereadTest extends RrmApiFixture {
    private JsonNode again(String trajectory, String body) {
        return json(post("/v1/trajectories/" + trajectory + "/judgements", body)
                .expectStatus()
                .isOk());
    }

    private String answer(String trajectory) {
        return column("select answer from (select canonical ->> 'answer' as answer from rrm.trajectory where id = '"
                + trajectory + "') as stored");
    }

    @Test
    void whatAnOlderReaderUnderstoodOtherwiseIsReadAnewAndKeptBesideIt() {
        String old = judged(body("Did an older reader see this?"))
                .path("trajectory_id")
                .asString();
        column("update rrm.trajectory set content_hash = repeat('0', 64),"
                + " canonical = jsonb_set(canonical, '{answer}', '\"xyzzy\"') where id = '" + old
                + "' returning id");

        JsonNode judgement = again(old, "{\"judge\": \"other\"}");

        assertThat(JUDGE.requests("Did an older reader see this?").getLast().toString())
                .contains("It is 42.")
                .doesNotContain("xyzzy");
        assertThat(answer(judgement.path("trajectory_id").asString())).isEqualTo("It is 42.");
        assertThat(answer(old)).isEqualTo("xyzzy");
    }

    @Test
    void whatCannotBeReadAnyMoreIsJudgedAsItWasReadAndThatIsSaid() {
        String body = body("Can this still be read?");
        String id = judged(body).path("trajectory_id").asString();
        column("update rrm.trajectory set original = jsonb_set(original, '{0,content}', '[{\"type\": \"hologram\"}]')"
                + " where id = '" + id + "' returning id");

        JsonNode judgement = again(id, "{\"judge\": \"other\"}");
        JsonNode readable = judged(body.replaceFirst("\\{", "{\"judge\": \"other\", "));

        assertThat(judgement.path("trajectory_id").asString()).isEqualTo(id);
        assertThat(judgement.path("diagnostics").path("original_unreadable").asString())
                .contains("[0].content[0].type", "hologram");
        assertThat(readable.path("id")).isEqualTo(judgement.path("id"));
        assertThat(readable.path("diagnostics").has("original_unreadable")).isFalse();
    }

    @Test
    void theOrderInWhichPostgresKeepsMembersMakesNoOtherTrajectory() {
        JsonNode first = judged("""
                {"trajectory": {"schema_version": "ATIF-v1.4", "steps": [
                  {"step_id": 1, "source": "user", "message": "In which order?"},
                  {"step_id": 2, "source": "agent", "message": "m", "tool_calls": [
                    {"tool_call_id": "c", "function_name": "f", "arguments": {"query": "y", "k": 1e2, "at": [1, 2]}}],
                   "observation": {"results": [{"source_call_id": "c", "content": "o"}]}}]}}""");

        JsonNode judgement = again(first.path("trajectory_id").asString(), "{}");

        assertThat(judgement.path("id")).isEqualTo(first.path("id"));
        assertThat(judgement.path("cached").asBoolean()).isTrue();
    }
}
