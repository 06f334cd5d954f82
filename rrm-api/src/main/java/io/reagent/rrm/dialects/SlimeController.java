package io.reagent.rrm.dialects;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.reagent.core.trajectory.TrajectoryReader.Said;
import io.reagent.kit.json.FieldReader;
import io.reagent.kit.json.JsonBody;
import io.reagent.kit.problem.Problem;
import io.reagent.rrm.judging.JudgeOptions;
import io.reagent.rrm.judging.JudgeRequest;
import io.reagent.rrm.judging.Judging;
import io.reagent.rrm.store.JudgementRecord;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** slime's remote reward ({@code --rm-type remote_rm --rm-url … --reward-key score}): one sample. */
@RestController
@Tag(name = "Dialects")
class SlimeController {
    private final Judging judging;

    SlimeController(Judging judging) {
        this.judging = judging;
    }

    /** @param score what {@code --reward-key score} takes; the rest slime keeps beside it */
    record Reward(
            double score,
            @Nullable String critique,
            @JsonProperty("judgement_id") UUID judgementId) {
        static Reward of(JudgementRecord judgement) {
            return new Reward(DialectScore.score(judgement), judgement.critique(), judgement.id());
        }
    }

    @Operation(
            summary = "slime remote reward",
            description = "A failed judgement is 503 (try again) or 422 (will not improve), never a number.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject(Examples.SLIME))),
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            content = @Content(examples = @ExampleObject(Examples.SLIME_ANSWER))))
    @PostMapping("/rm")
    Mono<Reward> reward(@RequestBody Mono<byte[]> body) {
        return body.map(bytes -> request(JsonBody.read(bytes)))
                .flatMap(judging::judge)
                .map(Reward::of);
    }

    private static JudgeRequest request(FieldReader body) {
        JsonNode prompt = body.required("prompt", "the prompt, as text or chat messages");
        body.required("response", "what the policy wrote");
        String response = body.words("response");
        return TextRollout.of(question(prompt), response == null ? "" : response)
                .request("response", null, JudgeOptions.DEFAULTS);
    }

    /** The prompt's text, or what the user of its messages said first. */
    private static Said question(JsonNode prompt) {
        if (prompt.isString()) {
            return new Said(prompt.stringValue(), List.of());
        }
        for (int i = 0; i < prompt.size(); i++) {
            if (UserText.isUsers(prompt.path(i))) {
                return UserText.of(prompt.path(i), "prompt[" + i + "]");
            }
        }
        throw Problem.of(HttpStatus.BAD_REQUEST, "invalid-field", "prompt is neither text nor has a user message")
                .field("prompt")
                .remedy("Send a string, or messages with a user message.")
                .asException();
    }
}
