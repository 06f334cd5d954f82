package io.reagent.policy.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.testing.ServiceFixture;
import io.reagent.policy.PolicyApi;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(classes = PolicyApi.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ModelLimitTest extends ServiceFixture {
    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        ownDatabase(registry);
        registry.add("reagent.policy.base-models.tiny.directory", () -> "../models/rrm-tiny");
        registry.add("reagent.policy.training.models", () -> "2");
    }

    @Test
    void requestsThatComeTogetherDoNotPassTheLimitTogether() {
        String session = json(post("/api/v1/create_session", "{\"tags\": [], \"sdk_version\": \"1\"}"))
                .path("session_id")
                .asString();

        List<CompletableFuture<Integer>> all = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> post(
                                "/api/v1/create_model",
                                "{\"session_id\": \"" + session + "\", \"model_seq_id\": " + i
                                        + ", \"base_model\": \"tiny\", \"lora_config\": {\"rank\": 2}}")
                        .returnResult(byte[].class)
                        .getStatus()
                        .value()))
                .toList();

        assertThat(all.stream().map(CompletableFuture::join))
                .filteredOn(status -> status == 200)
                .hasSize(2);
        assertThat(column("select count(*) from policy.training_run where session_id = '" + session + "'"))
                .isEqualTo("2");
    }
}
