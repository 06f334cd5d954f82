package io.reagent.rrm.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.rrm.RrmApiFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** A judge whose model cannot be loaded says why, and leaves the others as they are. */
class UnusableJudgeTest extends RrmApiFixture {
    @DynamicPropertySource
    static void unusable(DynamicPropertyRegistry registry) {
        registry.add("reagent.judges.foreign.local.directory", UnusableJudgeTest::foreign);
    }

    private static Path foreign() {
        try {
            Path directory = Files.createTempDirectory("foreign-judge");
            Files.writeString(directory.resolve("config.json"), "{\"model_type\": \"mistral\"}");
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void isListedWithTheReason() {
        JsonNode judges = json(client.get().uri("/v1/judges").exchange()).path("judges");
        assertThat(judges.valueStream()
                        .filter(judge -> judge.path("name").asString().equals("foreign"))
                        .map(judge -> judge.path("problem").asString()))
                .singleElement()
                .asString()
                .contains("foreign-judge", "model_type 'mistral'");
        assertThat(judges.valueStream().filter(judge -> judge.has("problem"))).hasSize(1);
    }

    @Test
    void isAskedInVainWithTheReasonWhileOthersJudge() {
        JsonNode refused = json(client.post()
                .uri("/v1/judgements")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body("Who judges?").replaceFirst("\\{", "{\"judge\": \"foreign\", "))
                .exchange());
        assertThat(refused.toString()).contains("model_type 'mistral'").doesNotContain("\"score\":0");
        assertThat(judged(body("Who judges?")).path("outcome").asString()).isEqualTo("SCORED");
    }
}
