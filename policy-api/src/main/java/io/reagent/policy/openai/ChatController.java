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

/** OpenAI's chat completions. */
@RestController
@Tag(name = "OpenAI")
class ChatController {
    private final PolicySampling sampling;
    private final Conventions conventions = new Conventions();

    ChatController(PolicySampling sampling) {
        this.sampling = sampling;
    }

    @Operation(
            operationId = "chatCompletion",
            summary = "The next turn of a conversation",
            description = "With stream: true the turn is sent in chunks as it is generated. Fields that are not known"
                    + " are ignored.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(ref = "#/components/schemas/ChatCompletionRequest"),
                                            examples =
                                                    @ExampleObject(name = "chat", ref = "#/components/examples/chat"))),
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "The turn, or its chunks",
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        schema = @Schema(ref = "#/components/schemas/ChatCompletion")),
                                @Content(
                                        mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                                        schema = @Schema(ref = "#/components/schemas/ChatCompletionChunk"))
                            }))
    @PostMapping("/v1/chat/completions")
    Mono<ResponseEntity<?>> complete(@RequestBody Mono<byte[]> body, @Parameter(hidden = true) ServerHttpRequest http) {
        String caller = Caller.of(http);
        return body.publishOn(Schedulers.parallel())
                .map(bytes -> ChatRequest.read(Body.read(bytes)))
                .flatMap(request -> complete(request, caller));
    }

    private Mono<ResponseEntity<?>> complete(ChatRequest request, String caller) {
        SamplingOptions options = request.options();
        return sampling.answer(request.model(), options.stream(), sampler -> {
            ChatTurn turn = ChatTurn.of(request, sampler, conventions);
            return new PolicySampling.Work("chat", options.n(), turn.requests(sampler, caller), turn.writer());
        });
    }
}
