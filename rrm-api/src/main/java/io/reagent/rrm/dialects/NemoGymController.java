package io.reagent.rrm.dialects;

import io.reagent.core.trajectory.TrajectoryFormat;
import io.reagent.core.trajectory.TrajectoryFormatException;
import io.reagent.core.trajectory.TrajectoryReader;
import io.reagent.kit.json.FieldReader;
import io.reagent.kit.json.JsonBody;
import io.reagent.kit.problem.ProblemException;
import io.reagent.rrm.judging.JudgeOptions;
import io.reagent.rrm.judging.JudgeRequest;
import io.reagent.rrm.judging.Judging;
import io.reagent.rrm.judging.JudgingProblems;
import io.reagent.rrm.store.JudgementRecord;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * NeMo-Gym's {@code verify}: the request comes back with a reward in it. A judgement that failed is a row that the
 * caller masks and retries, so it is a 200 with the failure fields; only a body that is no verify request is an error.
 */
@RestController
@Tag(name = "Dialects")
class NemoGymController {
    /** Of an earlier verification: the caller may send its results back to have them verified again. */
    private static final List<String> STALE = List.of(
            "reward",
            "reward_components",
            "mask_sample",
            "failure_kind",
            "failure_reason",
            "_ng_failure_class",
            "_ng_failure_judge_error");

    private final Judging judging;

    NemoGymController(Judging judging) {
        this.judging = judging;
    }

    @Operation(
            summary = "NeMo-Gym verify",
            description = "A failed judgement has reward 0.0, mask_sample and _ng_failure_class: it is to be excluded.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject(Examples.NEMO_GYM))),
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            content = @Content(examples = @ExampleObject(Examples.NEMO_GYM_ANSWER))))
    @PostMapping("/verify")
    Mono<JsonNode> verify(@RequestBody Mono<byte[]> body) {
        return body.map(JsonBody::read).flatMap(this::verify);
    }

    private Mono<JsonNode> verify(FieldReader body) {
        ObjectNode answer = ((ObjectNode) body.object()).deepCopy().remove(STALE);
        ResponsesItems items = ResponsesItems.of(
                body.required("responses_create_params", "the request that the response answers"),
                body.required("response", "the policy's response"));
        if (items.messages().valueStream().noneMatch(NemoGymController::isAgents)) {
            return Mono.just(failed(answer, "the response holds nothing to judge"));
        }
        return judging.judge(request(items))
                .map(judgement -> verified(answer, judgement))
                .onErrorResume(
                        ProblemException.class,
                        error -> Mono.just(failed(answer, error.problem().detail())));
    }

    private static boolean isAgents(JsonNode message) {
        return message.path("role").asString("").equals("assistant");
    }

    private static JudgeRequest request(ResponsesItems items) {
        ArrayNode messages = items.messages();
        try {
            return JudgeRequest.of(
                    TrajectoryReader.reading(messages, null, TrajectoryFormat.OPENAI_CHAT),
                    messages,
                    TrajectoryFormat.OPENAI_CHAT,
                    null,
                    JudgeOptions.DEFAULTS);
        } catch (TrajectoryFormatException unreadable) {
            throw JudgingProblems.unreadable(items.asSent(unreadable));
        }
    }

    private static JsonNode verified(ObjectNode answer, JudgementRecord judgement) {
        Double score = judgement.score();
        answer.put("judgement_id", judgement.id().toString());
        answer.put("judge_outcome", judgement.outcome().name());
        answer.put("judge_critique", judgement.critique());
        if (score == null) {
            return failed(answer, DialectScore.reason(judgement));
        }
        answer.put("reward", score);
        answer.putObject("reward_components").put("judge", score);
        return answer;
    }

    private static JsonNode failed(ObjectNode answer, String error) {
        return answer.put("reward", 0.0)
                .put("mask_sample", true)
                .put("failure_kind", "judge_failed")
                .put("failure_reason", error)
                .put("_ng_failure_class", "judge_failed")
                .put("_ng_failure_judge_error", error);
    }
}
