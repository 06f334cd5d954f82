package io.reagent.agents.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.agents.AgentsFixture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Models that the service around the agents brings. */
class OwnModelTest extends AgentsFixture {
    @Test
    void itsModelIsRunByItsName() {
        JsonNode run = run(request("small", "own-model?"));

        assertThat(run.path("answer").asString()).isEqualTo("Little.");
        assertThat(run.path("weights").asString()).isEqualTo("nothing");
    }

    @Test
    void aNameThatNobodyHasIsAnsweredWithThoseThereAre() {
        JsonNode problem = json(post(request("nobody", "unknown-model?").toString())
                .expectStatus()
                .isEqualTo(422));

        assertThat(problem.path("field").asString()).isEqualTo("model");
        assertThat(problem.path("remedy").asString()).contains("chat", "vllm", "small");
    }
}
