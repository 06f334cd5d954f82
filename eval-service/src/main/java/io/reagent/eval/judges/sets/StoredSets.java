package io.reagent.eval.judges.sets;

import static io.reagent.kit.database.Columns.required;

import io.r2dbc.spi.Readable;
import io.reagent.core.hash.Sha256;
import io.reagent.core.trajectory.TrajectoryReader;
import io.reagent.eval.labels.Label;
import io.reagent.eval.labels.LabelRow;
import io.reagent.eval.labels.LabelStore;
import io.reagent.eval.labels.TaskAttempt;
import io.reagent.kit.database.Columns;
import io.reagent.kit.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Labelled attempts out of Postgres: labels that were sent, and graded samples of an evaluation. */
public final class StoredSets {
    /** Who labelled the samples of an evaluation. */
    private static final String GRADER = "grader";

    private final LabelStore labels;
    private final DatabaseClient database;

    public StoredSets(LabelStore labels, DatabaseClient database) {
        this.labels = labels;
        this.database = database;
    }

    /** What annotators said, an attempt each. */
    public Mono<JudgeSet> labels(LabelStore.Filter filter, Subset subset, long seed) {
        return labels.all(filter).collectList().map(rows -> ofLabels(rows, subset, seed));
    }

    private static JudgeSet ofLabels(List<LabelRow> rows, Subset subset, long seed) {
        Map<String, TaskAttempt> attempts = new LinkedHashMap<>();
        Map<String, List<Label>> said = new LinkedHashMap<>();
        List<String> read = new ArrayList<>();
        Map<String, Integer> leftOut = new TreeMap<>();
        for (LabelRow row : rows) {
            if (!subset.takes(
                    Objects.requireNonNullElse(row.part().split(), ""),
                    row.part().source())) {
                leftOut.merge("not in the subset", 1, Integer::sum);
                continue;
            }
            attempts.computeIfAbsent(row.contentHash(), hash -> attempt(row));
            said.computeIfAbsent(row.contentHash(), hash -> new ArrayList<>()).add(label(row));
            read.add(row.id() + " " + row.createdAt());
        }
        List<LabelledAttempt> cases = new ArrayList<>();
        attempts.forEach((hash, attempt) -> {
            List<Label> its = Objects.requireNonNull(said.get(hash));
            cases.add(new LabelledAttempt(hash, attempt, its.getFirst().source(), its));
        });
        return drawn("stored-labels", read, cases, leftOut, subset, seed);
    }

    private static TaskAttempt attempt(LabelRow row) {
        return new TaskAttempt(
                TrajectoryReader.written(Objects.requireNonNull(row.trajectory())),
                row.contentHash(),
                row.task(),
                true);
    }

    private static Label label(LabelRow row) {
        List<@Nullable Boolean> steps = new ArrayList<>();
        JsonNode stored = row.said().steps();
        if (stored != null) {
            stored.forEach(step -> steps.add(step.isNull() ? null : (Boolean) step.booleanValue()));
        }
        return new Label(
                row.annotator(),
                row.said().verdict(),
                steps,
                row.said().firstError(),
                row.said().score(),
                row.reference(),
                row.note(),
                row.part().split(),
                row.part().source());
    }

    /** What the latest grading of an evaluation says of its samples; fails with 422 where there is no such evaluation. */
    public Mono<JudgeSet> evaluation(UUID id, Subset subset, long seed) {
        return database.sql("select 1 from eval.evaluation where id = :id")
                .bind("id", id)
                .map(row -> true)
                .one()
                .switchIfEmpty(Mono.error(() -> Problem.of(
                                HttpStatus.UNPROCESSABLE_CONTENT,
                                "no-such-evaluation",
                                "source.evaluation: there is no evaluation " + id)
                        .field("source.evaluation")
                        .remedy("GET /v1/evaluations lists them.")
                        .asException()))
                .thenMany(database.sql("""
                                select sample.id, sample.trajectory, evaluation.benchmark, place.item, place.cluster,
                                    grade.outcome, grade.score, item.content -> 'references' ->> 0 as reference
                                from eval.sample
                                join eval.evaluation on evaluation.id = sample.evaluation_id
                                join eval.evaluation_item place using (evaluation_id, position)
                                join eval.item on item.hash = place.hash
                                left join eval.grade on grade.sample_id = sample.id and grade.scoring_id =
                                    (select scoring.id from eval.scoring where scoring.evaluation_id = evaluation.id
                                            and scoring.grader ->> 'grader' is distinct from 'imported'
                                        order by scoring.number desc limit 1)
                                where sample.evaluation_id = :id order by sample.position, sample.sample""").bind("id", id).map(Sample::read).all())
                .collectList()
                .map(samples -> ofSamples(samples, subset, seed));
    }

    private record Sample(
            UUID id,
            @Nullable JsonNode trajectory,
            String benchmark,
            String item,
            @Nullable String outcome,
            @Nullable Double score,
            @Nullable String reference) {
        static Sample read(Readable row) {
            return new Sample(
                    required(row, "id", UUID.class),
                    Columns.treeOrNull(row, "trajectory"),
                    required(row, "benchmark", String.class),
                    required(row, "item", String.class),
                    row.get("outcome", String.class),
                    row.get("score", Double.class),
                    row.get("reference", String.class));
        }
    }

    private static JudgeSet ofSamples(List<Sample> samples, Subset subset, long seed) {
        List<LabelledAttempt> cases = new ArrayList<>();
        List<String> read = new ArrayList<>();
        Map<String, Integer> leftOut = new TreeMap<>();
        for (Sample sample : samples) {
            JsonNode trajectory = sample.trajectory();
            read.add(sample.id() + " " + sample.outcome() + " " + sample.score());
            if (trajectory == null) {
                leftOut.merge("no attempt", 1, Integer::sum);
            } else if (sample.outcome() == null || sample.outcome().equals("FAILED")) {
                leftOut.merge("not graded", 1, Integer::sum);
            } else if (!subset.takes("", sample.benchmark())) {
                leftOut.merge("not in the subset", 1, Integer::sum);
            } else {
                Label label = new Label(
                        GRADER,
                        sample.outcome().equals("CORRECT"),
                        List.of(),
                        null,
                        sample.score(),
                        sample.reference(),
                        null,
                        null,
                        null);
                TaskAttempt attempt =
                        Lines.attempt(TrajectoryReader.written(trajectory), sample.benchmark() + ":" + sample.item());
                cases.add(new LabelledAttempt(sample.id().toString(), attempt, sample.benchmark(), List.of(label)));
            }
        }
        return drawn("samples", read, cases, leftOut, subset, seed);
    }

    private static JudgeSet drawn(
            String layout,
            List<String> read,
            List<LabelledAttempt> cases,
            Map<String, Integer> leftOut,
            Subset subset,
            long seed) {
        List<LabelledAttempt> drawn = subset.draw(cases, seed);
        if (drawn.size() < cases.size()) {
            leftOut.merge("not drawn", cases.size() - drawn.size(), Integer::sum);
        }
        return new JudgeSet(layout, Sha256.hex(String.join("\n", read)), drawn, leftOut);
    }
}
