package io.reagent.training.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rollout in a list.
 *
 * @param firstId of the attempt a refined rollout was shown
 * @param reference the right answer, which docs/grading.md says how answers are held against; of a judge's task, the
 *     labelled score
 * @param policy the weights that were sampled
 * @param judgementId in rrm-api
 * @param judgeReason why the judge's service gave no judgement, in its words, or null
 * @param masked why it has no reward, or null
 * @param reward R; null while its step is not committed, and for a masked rollout
 */
public record RolloutView(
        UUID id,
        @JsonProperty("run_id") UUID runId,
        int step,
        String stage,
        @JsonProperty("task_index") int taskIndex,
        int sample,
        @JsonProperty("group_id") @Nullable UUID groupId,
        @JsonProperty("evaluation_id") @Nullable UUID evaluationId,
        @JsonProperty("first_id") @Nullable UUID firstId,
        String task,
        String question,
        @Nullable String reference,
        @Nullable String answer,
        String stop,
        boolean correct,
        @JsonProperty("own_tokens") int ownTokens,
        int calls,
        String policy,
        @JsonProperty("policy_step") int policyStep,
        @Nullable String judge,
        @JsonProperty("judgement_id") @Nullable UUID judgementId,
        @JsonProperty("judge_outcome") @Nullable String judgeOutcome,
        @JsonProperty("judge_score") @Nullable Double judgeScore,
        @Nullable String critique,
        @JsonProperty("judge_reason") @Nullable String judgeReason,
        @JsonProperty("leak_mentions") @Nullable Boolean leakMentions,
        @JsonProperty("leak_overlap") @Nullable Double leakOverlap,
        @Nullable String masked,
        @JsonProperty("reward_outcome") @Nullable Double rewardOutcome,
        @JsonProperty("reward_judge") @Nullable Double rewardJudge,
        @Nullable Double reward,
        @Nullable Double advantage,
        @JsonProperty("created_at") Instant createdAt) {}
