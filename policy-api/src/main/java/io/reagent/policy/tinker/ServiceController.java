package io.reagent.policy.tinker;

import io.reagent.policy.hosting.BaseModel;
import io.reagent.policy.hosting.BaseModels;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What clients ask first. */
@RestController
@RequestMapping("/api/v1")
class ServiceController {
    private final BaseModels bases;

    ServiceController(BaseModels bases) {
        this.bases = bases;
    }

    @GetMapping("/healthz")
    Map<String, String> health() {
        return Map.of("status", "ok");
    }

    /** API keys as they are, and bodies uncompressed. */
    @PostMapping("/client/config")
    Map<String, Object> config() {
        return Map.of(
                "pjwt_auth_enabled", false,
                "credential_default_source", "api_key",
                "parallel_fwdbwd_chunks", true,
                "proto_compress_fwdbwd", false,
                "create_model_via_load_weights", true,
                "sample_use_retrieve_futures", false,
                "custom_loss_server_side", false);
    }

    @PostMapping("/client/dynamic_config")
    Map<String, Object> dynamicConfig() {
        return Map.of("refresh_interval_sec", 300, "sample_cancel_enabled", true);
    }

    /** The tokenizer's id is its directory, as {@code get_info} tells it of a model; clients of the SDK do not read it here. */
    record SupportedModel(
            String modelName, int maxContextLength, boolean trainable, boolean sampleable, String tokenizerId) {}

    @GetMapping("/get_server_capabilities")
    Map<String, List<SupportedModel>> capabilities() {
        return Map.of(
                "supported_models",
                bases.all().stream().map(ServiceController::supported).toList());
    }

    private static SupportedModel supported(BaseModel base) {
        return new SupportedModel(
                base.name(),
                base.model().config().context(),
                true,
                true,
                base.directory().toString());
    }

    /** Taken, and not kept. */
    @PostMapping("/telemetry")
    @ResponseStatus(HttpStatus.OK)
    Map<String, String> telemetry() {
        return Map.of("status", "accepted");
    }
}
