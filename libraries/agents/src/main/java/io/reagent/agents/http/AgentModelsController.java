package io.reagent.agents.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reagent.agents.models.AgentModels;
import io.reagent.kit.paging.PageParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Says which models agents may run on. */
@Tag(name = "Agents")
@RestController
class AgentModelsController {
    private final AgentModels models;

    AgentModelsController(AgentModels models) {
        this.models = models;
    }

    record AgentModelList(List<AgentModelView> models) {}

    /**
     * A model, as runs name it.
     *
     * @param weights what computes it, and {@code saved} whether somebody trained and saved them; told of one by its name
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AgentModelView(
            String name, @Nullable String weights, @Nullable Boolean saved) {}

    @Operation(
            operationId = "listAgentModels",
            summary = "List the models of runs: those hosted here, and those on configured chat servers",
            description =
                    "With name, which may be the tinker:// path of a checkpoint, that one alone with its weights; a"
                            + " 422 says that there is none.",
            parameters = @Parameter(name = "name", in = ParameterIn.QUERY, schema = @Schema(type = "string")))
    @GetMapping("/v1/agents/models")
    public Mono<AgentModelList> all(@Parameter(hidden = true) ServerHttpRequest http) {
        String name =
                new PageParameters(http.getQueryParams()).allowOnly("name").text("name");
        Flux<AgentModelView> found = name == null
                ? models.names().map(known -> new AgentModelView(known, null, null))
                : models.find(name)
                        .map(model -> new AgentModelView(model.name(), model.weights(), model.saved()))
                        .flux();
        return found.collectList().map(AgentModelList::new);
    }
}
