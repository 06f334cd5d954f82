package io.reagent.policy.tinker;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.policy.PolicyApiFixture;
import io.reagent.policy.TinkerClient.Reply;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ServiceTest extends PolicyApiFixture {
    @Test
    void tellsItsClientsWhatTheyAsk() {
        assertThat(client.get("healthz").json().get("status").stringValue()).isEqualTo("ok");
        JsonNode config =
                client.post("client/config", Map.of("sdk_version", "0.25.0")).json();
        assertThat(config.get("pjwt_auth_enabled").booleanValue()).isFalse();
        assertThat(config.get("proto_compress_fwdbwd").booleanValue()).isFalse();
        JsonNode models = client.get("get_server_capabilities").json().get("supported_models");
        assertThat(models.size()).isEqualTo(2);
        assertThat(models.get(0).get("model_name").stringValue()).isEqualTo("tiny");
        assertThat(models.get(0).get("max_context_length").intValue()).isEqualTo(2048);
        assertThat(client.post("telemetry", Map.of("events", new int[0]))
                        .json()
                        .get("status")
                        .stringValue())
                .isEqualTo("accepted");
    }

    @Test
    void describesAModel() {
        String model = client.model();
        JsonNode info = client.post("get_info", Map.of("model_id", model)).json();
        assertThat(info.at("/model_data/model_name").stringValue()).isEqualTo("tiny");
        assertThat(info.at("/model_data/tokenizer_id").stringValue()).endsWith("models/rrm-tiny");
        assertThat(info.get("lora_rank").intValue()).isEqualTo(4);
    }

    @Test
    void readsBodiesOfTensOfMegabytes() {
        Reply large = client.post("telemetry", "{\"x\": \"" + "x".repeat(40 << 20) + "\"}");
        assertThat(large.status()).isEqualTo(200);
        Reply unread = client.post("forward", "{\"model_id\": \"nobody\", \"x\": \"" + "x".repeat(40 << 20) + "\"}");
        assertThat(unread.status()).isEqualTo(404);
    }
}
