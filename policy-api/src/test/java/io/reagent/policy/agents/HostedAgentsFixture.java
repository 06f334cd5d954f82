package io.reagent.policy.agents;

import io.reagent.kit.testing.ServiceFixture;
import io.reagent.policy.PolicyApi;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** The whole service on a real Postgres with a tiny model, which takes one sequence at a time and lets one wait. */
@SpringBootTest(classes = PolicyApi.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public abstract class HostedAgentsFixture extends ServiceFixture {
    protected static final int MOST_RUNS = 4;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        ownDatabase(registry);
        // a judge by trade, it cannot act; but it speaks, and has tokens and a template
        registry.add("reagent.policy.base-models.tiny.directory", () -> "../models/rrm-tiny");
        registry.add("reagent.policy.base-models.tiny.batch", () -> "1");
        registry.add("reagent.policy.base-models.tiny.queue-capacity", () -> "1");
        registry.add("reagent.agents.concurrency", () -> MOST_RUNS);
    }

    protected JsonNode run(JsonNode body) {
        return json(post("/v1/agents/runs", body.toString()).expectStatus().isOk());
    }
}
