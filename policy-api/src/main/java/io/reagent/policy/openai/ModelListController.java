package io.reagent.policy.openai;

import io.reagent.policy.checkpoints.SavedPolicies;
import io.reagent.policy.hosting.BaseModels;
import io.reagent.policy.hosting.PolicyWeights;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The models there are: base models, then saved policies. {@code openapi.json} describes the routes. */
@RestController
class ModelListController {
    private final BaseModels bases;
    private final SavedPolicies saved;
    private final PolicySampling sampling;
    private final long started = Instant.now().getEpochSecond();

    ModelListController(BaseModels bases, SavedPolicies saved, PolicySampling sampling) {
        this.bases = bases;
        this.saved = saved;
        this.sampling = sampling;
    }

    @GetMapping("/v1/models")
    Mono<ObjectNode> list() {
        return saved.names()
                // one that is deleted meanwhile is left out
                .concatMap(name -> saved.find(name).map(weights -> json(name, weights)))
                .collectList()
                .map(ModelListController::list);
    }

    @GetMapping("/v1/models/{id}")
    Mono<ObjectNode> find(@PathVariable String id) {
        return sampling.weights(id).map(weights -> json(id, weights));
    }

    private static ObjectNode list(List<ObjectNode> models) {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        list.putArray("data").addAll(models);
        return list;
    }

    /** {@code root} and {@code max_model_len} as vLLM has them; {@code unavailable} says why one cannot be asked. */
    private ObjectNode json(String name, PolicyWeights weights) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", name)
                .put("object", "model")
                .put("created", started)
                .put("owned_by", "reagent")
                .put("root", weights.base());
        String problem = bases.problem(weights.base());
        return problem == null
                ? json.put(
                        "max_model_len",
                        bases.named(weights.base()).model().config().context())
                : json.putNull("max_model_len").put("unavailable", problem);
    }
}
