package io.reagent.training.http;

import io.reagent.kit.json.FieldReader;
import io.reagent.training.engine.EngineException;
import io.reagent.training.runs.Kind;
import io.reagent.training.runs.RunDefaults;
import io.reagent.training.runs.RunSpecReader;
import io.reagent.training.runs.RunSpecWriter;
import io.reagent.training.steps.Servers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a run is given that does not say otherwise: what {@link RunSpecReader} makes of the least request. */
@Tag(name = "Training runs")
@RestController
class DefaultsController {
    private final RunDefaults defaults;
    private final RunSpecReader specs;
    private final Servers servers;

    DefaultsController(RunDefaults defaults, RunSpecReader specs, Servers servers) {
        this.defaults = defaults;
        this.specs = specs;
        this.servers = servers;
    }

    /**
     * The defaults.
     *
     * @param policy what the policy's server offers
     * @param judgeUrl of the judge's service
     * @param kinds for each kind of run its options
     */
    record Defaults(Policy policy, String judgeUrl, Map<String, JsonNode> kinds) {}

    /**
     * The policy's server.
     *
     * @param baseModels what can be trained there; none while it does not answer
     * @param problem why it does not, or null
     */
    record Policy(
            String url, List<String> baseModels, @Nullable String problem) {}

    @Operation(
            operationId = "findTrainingDefaults",
            summary = "The defaults of each kind of run, and the base models that can be trained")
    @GetMapping("/v1/training-defaults")
    public Mono<Defaults> find() {
        String url = defaults.policyUrl().toString();
        return servers.policy(defaults.policyUrl())
                .baseModels()
                .collectList()
                .map(models -> new Policy(url, models, null))
                .onErrorResume(EngineException.class, away -> Mono.just(new Policy(url, List.of(), away.getMessage())))
                .map(policy -> new Defaults(policy, defaults.judgeUrl().toString(), kinds()));
    }

    private Map<String, JsonNode> kinds() {
        Map<String, JsonNode> kinds = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            ObjectNode least = JsonNodeFactory.instance.objectNode().put("kind", kind.wireName());
            least.putObject("policy").put("base_model", "any");
            least.putObject("dataset").put("name", "world");
            kinds.put(
                    kind.wireName(),
                    RunSpecWriter.write(specs.read(new FieldReader(least, ""))).path("options"));
        }
        return kinds;
    }
}
