package io.reagent.eval.labels;

import static io.reagent.kit.database.Columns.required;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.r2dbc.spi.Readable;
import io.reagent.kit.database.Columns;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A label as it is stored: one flat object.
 *
 * @param trajectory as {@code {question, steps, answer}}; left out in lists
 */
public record LabelRow(
        UUID id,
        String contentHash,
        String task,
        String question,
        String annotator,
        @JsonUnwrapped Said said,
        @Nullable String reference,
        @Nullable String note,
        @JsonUnwrapped Part part,
        Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode trajectory) {
    /**
     * What the annotator says of the attempt.
     *
     * @param steps list of true, false and null, or null
     * @param firstError first wrong step from 0, -1 where none is
     * @param score in [0, 1]
     */
    public record Said(
            @Nullable Boolean verdict,
            @Nullable JsonNode steps,
            @Nullable Integer firstError,
            @Nullable Double score) {}

    /** Of what the attempt is a part. */
    public record Part(@Nullable String split, @Nullable String source) {}

    static final String COLUMNS = "label.id, label.content_hash, trajectory.task, trajectory.question, label.annotator,"
            + " label.verdict, label.steps, label.first_error, label.score, label.reference, label.note, label.split,"
            + " label.source, label.created_at";

    static LabelRow read(Readable row) {
        return read(row, null);
    }

    static LabelRow whole(Readable row) {
        return read(row, Columns.tree(row, "canonical"));
    }

    private static LabelRow read(Readable row, @Nullable JsonNode trajectory) {
        return new LabelRow(
                required(row, "id", UUID.class),
                required(row, "content_hash", String.class),
                required(row, "task", String.class),
                required(row, "question", String.class),
                required(row, "annotator", String.class),
                new Said(
                        row.get("verdict", Boolean.class),
                        Columns.treeOrNull(row, "steps"),
                        row.get("first_error", Integer.class),
                        row.get("score", Double.class)),
                row.get("reference", String.class),
                row.get("note", String.class),
                new Part(row.get("split", String.class), row.get("source", String.class)),
                required(row, "created_at", Instant.class),
                trajectory);
    }
}
