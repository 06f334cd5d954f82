package io.reagent.training.rollouts;

import io.r2dbc.spi.Readable;
import io.reagent.core.agent.StopReason;
import io.reagent.core.judgement.Outcome;
import io.reagent.core.rl.Leakage;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.core.trajectory.TrajectoryReader;
import io.reagent.kit.database.Columns;
import io.reagent.training.judging.Completion;
import io.reagent.training.judging.Verdict;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows to rollouts. */
final class RolloutRows {
    /** Why a rollout that outgrew the policy's context has no reward. */
    static final String TOO_LONG = "TOO_LONG";

    static final String COLUMNS = "r.id, r.run_id, r.step, r.stage, r.task_index, r.sample, r.first_id, r.policy,"
            + " r.policy_step, r.seed, r.task, r.trajectory, r.stop, r.correct, r.tokens, r.sampled, r.logprobs,"
            + " r.sequence_lengths, r.calls, r.judge, r.judgement_id, r.judge_outcome, r.judge_score,"
            + " r.critique, r.judge_reason, r.judge_completion, r.leak_mentions, r.leak_overlap, r.masked";

    private RolloutRows() {}

    static RolloutRecord read(Readable row) {
        return new RolloutRecord(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "run_id", UUID.class),
                new RolloutKey(
                        Columns.required(row, "step", Integer.class),
                        Stage.valueOf(Columns.required(row, "stage", String.class)),
                        Columns.required(row, "task_index", Integer.class),
                        Columns.required(row, "sample", Integer.class)),
                row.get("first_id", UUID.class),
                Columns.required(row, "policy", String.class),
                Columns.required(row, "policy_step", Integer.class),
                Columns.required(row, "seed", Long.class),
                Columns.required(row, "task", String.class),
                trajectory(row),
                StopReason.valueOf(Columns.required(row, "stop", String.class)),
                Columns.required(row, "correct", Boolean.class),
                new TokenColumns(
                                Columns.required(row, "tokens", Integer[].class),
                                Columns.required(row, "sampled", Boolean[].class),
                                Columns.required(row, "logprobs", Float[].class),
                                Columns.required(row, "sequence_lengths", Integer[].class))
                        .sequences(),
                Columns.required(row, "calls", Integer.class),
                verdict(row),
                leakage(row),
                TOO_LONG.equals(row.get("masked", String.class)));
    }

    private static Trajectory trajectory(Readable row) {
        return TrajectoryReader.written(Columns.tree(row, "trajectory"));
    }

    private static @Nullable Verdict verdict(Readable row) {
        String outcome = row.get("judge_outcome", String.class);
        return outcome == null
                ? null
                : new Verdict(
                        row.get("judgement_id", UUID.class),
                        Columns.required(row, "judge", String.class),
                        Outcome.valueOf(outcome),
                        row.get("judge_score", Double.class),
                        row.get("critique", String.class),
                        completion(row),
                        row.get("judge_reason", String.class),
                        0);
    }

    private static @Nullable Completion completion(Readable row) {
        String completion = row.get("judge_completion", String.class);
        return completion == null ? null : Completion.valueOf(completion);
    }

    private static @Nullable Leakage leakage(Readable row) {
        Boolean mentions = row.get("leak_mentions", Boolean.class);
        return mentions == null ? null : new Leakage(mentions, Columns.required(row, "leak_overlap", Double.class));
    }
}
