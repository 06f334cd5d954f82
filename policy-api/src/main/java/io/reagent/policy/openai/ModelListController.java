package io.reagent.policy.openai;

import io.reagent.policy.checkpoints.NamedPolicy;
import io.reagent.policy.checkpoints.SavedPolicies;
import io.reagent.policy.hosting.BaseModels;
import io.reagent.policy.hosting.PolicyWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The models there are: base models, then saved policies. {@code openapi.json} describes the routes. */
@RestController
class ModelListController {
    private final BaseModels bases;
    private final SavedPolicies saved;

    ModelListController(BaseModels bases, SavedPolicies saved) {
        this.bases = bases;
        this.saved = saved;
    }

    @GetMapping("/v1/models")
    Mono<ObjectNode> list() {
        return saved.names()
                // one that is deleted meanwhile is left out
                .concatMap(saved::named)
                .publishOn(Schedulers.boundedElastic()) // files are looked at
                .map(this::json)
                .collectList()
                .map(ModelListController::list);
    }

    @GetMapping("/v1/models/{id}")
    Mono<ObjectNode> find(@PathVariable String id) {
        return saved.named(id)
                .publishOn(Schedulers.boundedElastic())
                .map(this::json)
                .switchIfEmpty(Mono.error(() -> Refusals.noModel(id)));
    }

    private static ObjectNode list(List<ObjectNode> models) {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        list.putArray("data").addAll(models);
        return list;
    }

    /** {@code root} and {@code max_model_len} as vLLM has them; {@code unavailable} says why one cannot be asked. */
    private ObjectNode json(NamedPolicy policy) {
        String base = policy.weights().base();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", policy.name())
                .put("object", "model")
                .put("created", created(policy).getEpochSecond())
                .put("owned_by", "reagent")
                .put("root", base);
        String problem = bases.problem(base);
        return problem == null
                ? json.put("max_model_len", bases.named(base).model().config().context())
                : json.putNull("max_model_len").put("unavailable", problem);
    }

    /** When its weights were saved; of those that nobody saved here, when the files of weights were. */
    private Instant created(NamedPolicy policy) {
        if (policy.saved() != null) {
            return policy.saved();
        }
        return switch (policy.weights()) {
            case PolicyWeights.Base base ->
                bases.problem(base.base()) == null
                        ? written(bases.named(base.base()).directory())
                        : Instant.EPOCH;
            case PolicyWeights.Saved elsewhere -> written(elsewhere.directory());
        };
    }

    /** When the newest of a directory's weights were written. */
    private static Instant written(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".safetensors"))
                    .map(ModelListController::changed)
                    .max(Comparator.naturalOrder())
                    .orElse(Instant.EPOCH);
        } catch (IOException gone) {
            return Instant.EPOCH; // deleted meanwhile
        }
    }

    private static Instant changed(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException gone) {
            return Instant.EPOCH; // deleted meanwhile
        }
    }
}
