package io.reagent.eval.judges;

import static io.reagent.kit.database.Columns.required;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.r2dbc.spi.Readable;
import io.reagent.eval.jobs.Job;
import io.reagent.eval.jobs.JobStore;
import io.reagent.kit.database.Columns;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A judge on labelled attempts, as it stands: one flat object.
 *
 * @param spec what was asked for, every default filled in
 * @param lock what must be the same for two evaluations to measure the same
 */
public record JudgeEvaluation(
        UUID id,
        @Nullable String name,
        String judge,
        @JsonUnwrapped Standing standing,
        JsonNode spec,
        JsonNode lock,
        @JsonUnwrapped Size size,
        @JsonUnwrapped Judgements judgements,
        @JsonUnwrapped Times times) {
    /** How far its job is, and why it is no farther. */
    public record Standing(String state, @Nullable String reason) {}

    /**
     * What is judged.
     *
     * @param attacks attempts made of items to see what moves the judge, judged once each
     */
    public record Size(int items, int attacks, int repeats) {
        /** Judgements in all. */
        long planned() {
            return (long) items * repeats + attacks;
        }
    }

    /**
     * How many.
     *
     * @param planned in all
     * @param judged of these, those that have come, failed ones included
     * @param failed of these, those without a score
     */
    public record Judgements(long planned, long judged, long failed) {}

    /** When it was. */
    public record Times(
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {}

    static final String SELECT = "select evaluation.name, evaluation.judge, evaluation.spec, evaluation.lock,"
            + " evaluation.items, evaluation.attacks, evaluation.repeats, " + JobStore.COLUMNS + ", scores.judged,"
            + " scores.failed from eval.judge_evaluation evaluation join eval.job job using (id)"
            + " cross join lateral (select count(*) as judged, count(*) filter (where outcome <> 'SCORED') as failed"
            + " from eval.judge_score where judge_evaluation_id = evaluation.id) scores";

    static JudgeEvaluation read(Readable row) {
        Job job = JobStore.read(row);
        Size size = new Size(
                required(row, "items", Integer.class),
                required(row, "attacks", Integer.class),
                required(row, "repeats", Integer.class));
        return new JudgeEvaluation(
                job.id(),
                row.get("name", String.class),
                required(row, "judge", String.class),
                new Standing(job.state().name(), job.reason()),
                Columns.tree(row, "spec"),
                Columns.tree(row, "lock"),
                size,
                new Judgements(
                        size.planned(), required(row, "judged", Long.class), required(row, "failed", Long.class)),
                new Times(job.createdAt(), job.startedAt(), job.finishedAt()));
    }

    /** Whether it is over, for good or until it is resumed. */
    public boolean over() {
        return times.finishedAt() != null;
    }

    public String state() {
        return standing.state();
    }

    /** From which score on the judge says that an attempt is right. */
    public double threshold() {
        return spec.path("threshold").asDouble();
    }

    /** How many resamples the bootstrap draws. */
    public int resamples() {
        return spec.path("resamples").asInt();
    }

    /** Of everything that is drawn. */
    public long seed() {
        return spec.path("seed").asLong();
    }
}
