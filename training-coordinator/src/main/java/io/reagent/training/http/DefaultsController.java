package io.reagent.training.http;

import io.reagent.kit.json.FieldReader;
import io.reagent.training.algorithms.Algorithm;
import io.reagent.training.datasets.DatasetFiles;
import io.reagent.training.engine.EngineException;
import io.reagent.training.engine.OfferedModel;
import io.reagent.training.runs.RunDefaults;
import io.reagent.training.runs.RunSpecReader;
import io.reagent.training.runs.RunSpecWriter;
import io.reagent.training.runs.Server;
import io.reagent.training.steps.Servers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
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
    private final DatasetFiles datasets;

    DefaultsController(RunDefaults defaults, RunSpecReader specs, Servers servers, DatasetFiles datasets) {
        this.defaults = defaults;
        this.specs = specs;
        this.servers = servers;
        this.datasets = datasets;
    }

    /**
     * The defaults.
     *
     * @param policy what the policy's server offers
     * @param judgeUrl of the judge's service
     * @param servers the names that a run may choose from
     * @param datasets the files that a run may name
     * @param kinds for each kind of run its options
     */
    record Defaults(Policy policy, String judgeUrl, Choice servers, Files datasets, Map<String, JsonNode> kinds) {}

    /**
     * Files to learn from.
     *
     * @param directories where they lie on this machine
     * @param files some of those there are, by their paths within
     */
    record Files(List<String> directories, List<String> files) {}

    /** Servers by name, the default one first. */
    record Choice(List<String> policies, List<String> judges) {}

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
        Server standard = defaults.policies().standard();
        String url = standard.url().toString();
        return servers.policy(standard)
                .baseModels()
                .map(OfferedModel::name)
                .collectList()
                .map(models -> new Policy(url, models, null))
                .onErrorResume(EngineException.class, away -> Mono.just(new Policy(url, List.of(), away.getMessage())))
                .publishOn(Schedulers.boundedElastic())
                .map(policy -> new Defaults(
                        policy,
                        defaults.judges().standard().url().toString(),
                        choice(),
                        new Files(
                                datasets.directories().stream()
                                        .map(Path::toString)
                                        .toList(),
                                datasets.names()),
                        kinds()));
    }

    private Choice choice() {
        return new Choice(
                List.copyOf(defaults.policies().named().keySet()),
                List.copyOf(defaults.judges().named().keySet()));
    }

    private Map<String, JsonNode> kinds() {
        Map<String, JsonNode> kinds = new LinkedHashMap<>();
        for (Algorithm algorithm : Algorithm.all()) {
            ObjectNode least = JsonNodeFactory.instance.objectNode().put("kind", algorithm.wireName());
            least.putObject("policy").put("base_model", "any");
            least.putObject("dataset").put("name", "world");
            ObjectNode options =
                    RunSpecWriter.write(specs.read(new FieldReader(least, ""))).withObject("options");
            List.copyOf(options.propertyNames()).stream()
                    .filter(name -> !algorithm.uses(name))
                    .forEach(options::remove);
            kinds.put(algorithm.wireName(), options);
        }
        return kinds;
    }
}
