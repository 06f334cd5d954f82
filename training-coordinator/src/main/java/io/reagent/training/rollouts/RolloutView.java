package io.reagent.training.rollouts;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A rollout as callers see it in a list: one flat object. */
public record RolloutView(
        UUID id,
        @JsonProperty("run_id") UUID runId,
        @JsonUnwrapped Place place,
        @JsonUnwrapped Asked task,
        @JsonUnwrapped Ended ended,
        @JsonUnwrapped Judged judged,
        @JsonUnwrapped Earned earned,
        @JsonProperty("created_at") Instant createdAt) {
    /**
     * Where it stands in its run.
     *
     * @param groupId null while its step is not committed, and of evaluations
     * @param firstId of the attempt a refined rollout was shown
     */
    public record Place(
            int step,
            String stage,
            @JsonProperty("task_index") int taskIndex,
            int sample,
            @JsonProperty("group_id") @Nullable UUID groupId,
            @JsonProperty("evaluation_id") @Nullable UUID evaluationId,
            @JsonProperty("first_id") @Nullable UUID firstId) {}

    /**
     * What was asked.
     *
     * @param task the task's id in its dataset
     * @param reference the right answer, which docs/grading.md says how answers are held against; of a judge's task, the
     *     labelled score
     */
    public record Asked(
            String task, String question, @Nullable String reference) {}

    /**
     * What came of it.
     *
     * @param policy the weights that were sampled
     * @param policyStep steps those weights were trained
     */
    public record Ended(
            @Nullable String answer,
            String stop,
            boolean correct,
            @JsonProperty("own_tokens") int ownTokens,
            int calls,
            String policy,
            @JsonProperty("policy_step") int policyStep) {}

    /**
     * What the judge said, and whether the rollout speaks of what one said before.
     *
     * @param judgementId in rrm-api
     * @param judgeReason why the judge's service gave no judgement, in its words, or null
     */
    public record Judged(
            @Nullable String judge,
            @JsonProperty("judgement_id") @Nullable UUID judgementId,
            @JsonProperty("judge_outcome") @Nullable String judgeOutcome,
            @JsonProperty("judge_score") @Nullable Double judgeScore,
            @Nullable String critique,
            @JsonProperty("judge_reason") @Nullable String judgeReason,
            @JsonProperty("leak_mentions") @Nullable Boolean leakMentions,
            @JsonProperty("leak_overlap") @Nullable Double leakOverlap) {}

    /**
     * What it earned.
     *
     * @param masked why it has no reward, or null
     * @param reward R; null while its step is not committed, and for a masked rollout
     */
    public record Earned(
            @Nullable String masked,
            @JsonProperty("reward_outcome") @Nullable Double rewardOutcome,
            @JsonProperty("reward_judge") @Nullable Double rewardJudge,
            @Nullable Double reward,
            @Nullable Double advantage) {}

    /**
     * A rollout with everything.
     *
     * @param tokens ids of prompts and completions, sequences of {@code sequenceLengths} one after the other
     * @param sampled which of them the policy sampled
     * @param logprobs of those at sampling time; null elsewhere
     */
    public record Whole(
            @JsonUnwrapped RolloutView rollout,
            JsonNode trajectory,
            List<Integer> tokens,
            List<Boolean> sampled,
            List<@Nullable Float> logprobs,
            @JsonProperty("sequence_lengths") List<Integer> sequenceLengths) {}
}
