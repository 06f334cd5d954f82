package io.reagent.eval.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.reagent.clients.agents.AgentRunsClient;
import io.reagent.clients.agents.AgentServiceException;
import io.reagent.clients.agents.OfferedTool;
import io.reagent.clients.judge.JudgeClient;
import io.reagent.clients.judge.JudgeException;
import io.reagent.clients.judge.OfferedJudge;
import io.reagent.eval.evaluations.SpecReader;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What a request for an evaluation may name. */
@Tag(name = "Evaluations")
@RestController
class ChoicesController {
    private final AgentRunsClient agents;
    private final JudgeClient judges;
    private final SpecReader specs;

    ChoicesController(AgentRunsClient agents, JudgeClient judges, SpecReader specs) {
        this.agents = agents;
        this.judges = judges;
        this.specs = specs;
    }

    /**
     * What there is. A list of a service that is away is empty, and the problem says so.
     *
     * @param policies that agents run on
     * @param tools that agents have
     * @param judges of rrm-api
     * @param graderServers of the grader {@code llm}
     */
    record Choices(
            Offered<String> policies,
            Offered<ToolChoice> tools,
            Offered<OfferedJudge> judges,
            List<String> strategies,
            List<String> graders,
            @JsonProperty("grader_servers") List<String> graderServers) {}

    /** @param problem why nothing is known, or null */
    record Offered<T>(List<T> items, @Nullable String problem) {}

    /** @param problem why it cannot be called, or null */
    record ToolChoice(String name, @Nullable String problem) {
        static ToolChoice of(OfferedTool tool) {
            return new ToolChoice(tool.name(), tool instanceof OfferedTool.Missing missing ? missing.reason() : null);
        }
    }

    @Operation(
            operationId = "evaluationChoices",
            summary = "The policies, tools, judges and graders that an evaluation may name",
            description =
                    "Policies and tools are asked of policy-api, judges of rrm-api; of one that is away, problem says"
                            + " so.")
    @GetMapping("/v1/evaluations/choices")
    public Mono<Choices> choices() {
        return Mono.zip(
                        offered(agents.models(), Function.identity()),
                        offered(agents.tools(), ToolChoice::of),
                        offered(judges.judges().map(JudgeClient.Judges::all), Function.identity()))
                .map(there -> new Choices(
                        there.getT1(),
                        there.getT2(),
                        there.getT3(),
                        List.of("plain", "reagent-c"),
                        specs.graders(),
                        specs.graderServers()));
    }

    private static <S, T> Mono<Offered<T>> offered(Mono<List<S>> asked, Function<S, T> reading) {
        return asked.map(all -> new Offered<>(all.stream().map(reading).toList(), null))
                .onErrorResume(
                        error -> error instanceof AgentServiceException || error instanceof JudgeException,
                        error -> Mono.just(new Offered<T>(List.of(), String.valueOf(error.getMessage()))));
    }
}
