package io.reagent.policy.openai;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** OpenAI's completions: texts or token ids are gone on with, or scored. */
@RestController
@Tag(name = "OpenAI")
class CompletionsController {
    private final PolicySampling sampling;

    CompletionsController(PolicySampling sampling) {
        this.sampling = sampling;
    }

    @Operation(
            operationId = "completion",
            summary = "Go on with texts or token ids",
            description = "With echo: true, logprobs and max_tokens: 0 the prompts themselves are scored. Fields that"
                    + " are not known are ignored.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(ref = "#/components/schemas/CompletionRequest"),
                                            examples =
                                                    @ExampleObject(
                                                            name = "completion",
                                                            ref = "#/components/examples/completion"))),
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "The completions, or their chunks",
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        schema = @Schema(ref = "#/components/schemas/Completion")),
                                @Content(
                                        mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                                        schema = @Schema(ref = "#/components/schemas/Completion"))
                            }))
    @PostMapping("/v1/completions")
    Mono<ResponseEntity<?>> complete(@RequestBody Mono<byte[]> body, @Parameter(hidden = true) ServerHttpRequest http) {
        String caller = Caller.of(http);
        return body.publishOn(Schedulers.parallel())
                .map(bytes -> CompletionRequest.read(Body.read(bytes)))
                .flatMap(request -> complete(request, caller));
    }

    private Mono<ResponseEntity<?>> complete(CompletionRequest request, String caller) {
        SamplingOptions options = request.options();
        return sampling.answer(request.model(), options.stream(), sampler -> {
            CompletionTurn turn = CompletionTurn.of(request, sampler);
            return new PolicySampling.Work(
                    "text_completion", options.n(), turn.requests(sampler, caller), turn.writer());
        });
    }
}
