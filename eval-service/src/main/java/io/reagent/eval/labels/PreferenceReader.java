package io.reagent.eval.labels;

import static io.reagent.eval.labels.AttemptReader.invalid;

import io.reagent.core.trajectory.ContentHash;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.core.trajectory.TrajectoryReader;
import io.reagent.kit.database.Columns;
import io.reagent.kit.json.FieldReader;
import io.reagent.kit.paging.PathId;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * Reads {@code {"a", "b", "shown_first"?, "preferred": a | b | tie, "annotator", "task"?, "note"?}}, where a side is an
 * attempt of its own, {@code {"trajectory" | "text" with "question", "policy"?}}, or one of an evaluation,
 * {@code {"sample": id}}, whose policy is known.
 */
public final class PreferenceReader {
    private final DatabaseClient database;

    public PreferenceReader(DatabaseClient database) {
        this.database = database;
    }

    private record Shown(TaskAttempt attempt, @Nullable String policy) {}

    /** Fails with a {@link ProblemException} that names the field at fault. */
    public Mono<Preference> read(FieldReader body) {
        body.allow(List.of("a", "b", "shown_first", "preferred", "annotator", "task", "note"));
        body.required("annotator", "who preferred one of them");
        body.required("preferred", "a, b or tie");
        String annotator = Objects.requireNonNull(body.text("annotator"));
        if (annotator.isBlank()) {
            throw invalid(body, "annotator", "is blank", "Send who preferred one of them.");
        }
        Preference.Preferred preferred = choice(body, "preferred", Preference.Preferred.class);
        Preference.Side first =
                body.any("shown_first") == null ? null : choice(body, "shown_first", Preference.Side.class);
        String note = body.words("note");
        return Mono.zip(side(body, "a"), side(body, "b")).map(sides -> {
            Shown a = sides.getT1();
            Shown b = sides.getT2();
            return new Preference(
                    task(body, a.attempt(), b.attempt()),
                    a.attempt(),
                    b.attempt(),
                    a.policy(),
                    b.policy(),
                    first,
                    annotator,
                    preferred,
                    note);
        });
    }

    private static String task(FieldReader body, TaskAttempt a, TaskAttempt b) {
        if (a.hash().equals(b.hash())) {
            throw invalid(body, "b", "is the same attempt as a", "Send two that differ.");
        }
        String task = body.text("task");
        if (task != null && !task.isBlank()) {
            return task;
        }
        if (!a.task().equals(b.task())) {
            throw invalid(
                    body,
                    "b",
                    "is an attempt at another question than a",
                    "Send two attempts at one question, or name their task in task.");
        }
        return a.task();
    }

    private Mono<Shown> side(FieldReader body, String name) {
        body.required(name, "one of the two attempts");
        FieldReader side = Objects.requireNonNull(body.object(name))
                .allow(List.of("trajectory", "text", "question", "task", "policy", "sample"));
        String sample = side.text("sample");
        if (sample == null) {
            return Mono.fromCallable(() -> new Shown(AttemptReader.read(side), side.text("policy")));
        }
        if (side.any("trajectory") != null || side.any("text") != null || side.any("policy") != null) {
            throw invalid(side, "sample", "stands beside an attempt of its own", "Send one of them.");
        }
        return sample(side, PathId.of(sample, side.at("sample"), "sample of an evaluation"));
    }

    private Mono<Shown> sample(FieldReader side, UUID id) {
        return database.sql("select sample.trajectory, evaluation.policy from eval.sample join eval.evaluation"
                        + " on evaluation.id = sample.evaluation_id where sample.id = :id and trajectory is not null")
                .bind("id", id)
                .map(row -> {
                    Trajectory trajectory = TrajectoryReader.written(Columns.tree(row, "trajectory"));
                    TaskAttempt attempt = new TaskAttempt(
                            trajectory, ContentHash.of(trajectory), TaskNames.of(trajectory.question()), false);
                    return new Shown(attempt, row.get("policy", String.class));
                })
                .one()
                .switchIfEmpty(Mono.error(() -> Problem.of(
                                HttpStatus.UNPROCESSABLE_CONTENT,
                                "no-such-sample",
                                side.at("sample") + ": there is no attempt " + id)
                        .field(side.at("sample"))
                        .remedy("GET /v1/evaluations/{id}/questions lists those of an evaluation.")
                        .asException()));
    }

    private static <E extends Enum<E>> E choice(FieldReader body, String name, Class<E> type) {
        String text = body.text(name);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        String choices = type == Preference.Side.class ? "a or b" : "a, b or tie";
        throw invalid(body, name, "is '" + text + "', not " + choices, "Send " + choices + ".");
    }
}
