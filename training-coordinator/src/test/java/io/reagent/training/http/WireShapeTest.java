package io.reagent.training.http;

import static io.reagent.kit.testing.DescribedSchemas.names;
import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.testing.DescribedSchemas;
import io.reagent.training.TrainingFixture;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What callers see are flat objects, whatever parts they are made of here. */
class WireShapeTest extends TrainingFixture {
    private static final List<String> RUN = List.of(
            "id",
            "name",
            "kind",
            "target",
            "state",
            "reason",
            "notices",
            "step",
            "steps",
            "attempt",
            "failures",
            "weights_path",
            "sampler_path",
            "forked_from",
            "resume_at",
            "created_at",
            "started_at",
            "finished_at",
            "updated_at",
            "spec");

    private static final List<String> ROLLOUT = List.of(
            "id",
            "run_id",
            "step",
            "stage",
            "task_index",
            "sample",
            "group_id",
            "evaluation_id",
            "first_id",
            "task",
            "question",
            "reference",
            "answer",
            "stop",
            "correct",
            "own_tokens",
            "calls",
            "policy",
            "policy_step",
            "judge",
            "judgement_id",
            "judge_outcome",
            "judge_score",
            "critique",
            "judge_reason",
            "leak_mentions",
            "leak_overlap",
            "masked",
            "reward_outcome",
            "reward_judge",
            "reward",
            "advantage",
            "created_at");

    private static final List<String> WHOLE =
            List.of("trajectory", "tokens", "sampled", "logprobs", "sequence_lengths");

    private static List<String> both(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    @Test
    void runsAndRolloutsHaveTheirFieldsInOneObject() {
        startReplica();
        String run = start(run("reagent-u", "\"steps\": 1, \"tasks_per_step\": 1, \"group_size\": 2")
                .replace("\"steps\": 3, \"tasks_per_step\": 4, \"group_size\": 4, ", ""));
        awaitState(run, "SUCCEEDED");

        assertThat(names(found(run))).containsExactlyElementsOf(RUN);
        assertThat(names(get("/v1/training-runs").path("items").get(0)))
                .containsExactlyElementsOf(both(RUN, List.of("last")));
        JsonNode rollout =
                get("/v1/training-runs/" + run + "/rollouts").path("items").get(0);
        assertThat(names(rollout)).containsExactlyElementsOf(ROLLOUT);
        assertThat(names(get("/v1/rollouts/" + rollout.path("id").asString())))
                .containsExactlyElementsOf(both(ROLLOUT, WHOLE));
    }

    @Test
    void soTheyAreDescribed() {
        startReplica();

        DescribedSchemas described = DescribedSchemas.of(client);

        assertThat(described.fields("RunView")).containsExactlyInAnyOrderElementsOf(RUN);
        assertThat(described.fields("RolloutView")).containsExactlyInAnyOrderElementsOf(ROLLOUT);
        assertThat(described.fields("Whole")).containsExactlyInAnyOrderElementsOf(both(ROLLOUT, WHOLE));
    }
}
