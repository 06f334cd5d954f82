package io.reagent.eval.results;

import static io.reagent.kit.database.Columns.required;

import io.r2dbc.spi.Readable;
import io.reagent.kit.database.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/** Reads what results are made of: a row for each question, its samples in one column. */
public final class GradedRows {
    private final DatabaseClient database;

    public GradedRows(DatabaseClient database) {
        this.database = database;
    }

    /** The questions of an evaluation that have samples, by their position. */
    Flux<GradedItem> of(UUID evaluation, UUID scoring) {
        return database.sql("""
                        select ei.hash, ei.item, i.question, ei.category, ei.level, ei.cluster, s.samples
                        from (select s.position, jsonb_agg(jsonb_build_array(s.sample, s.outcome, g.outcome, g.score, g.rule,
                                    left(g.extracted, 1000), s.turns, s.calls, s.prompt_tokens, s.completion_tokens,
                                    s.elapsed_ms, s.cost, s.stop) order by s.sample) as samples
                            from eval.sample s
                            left join eval.grade g on g.sample_id = s.id and g.scoring_id = :scoring
                            where s.evaluation_id = :evaluation group by s.position) s
                        join eval.evaluation_item ei on ei.evaluation_id = :evaluation and ei.position = s.position
                        join eval.item i on i.hash = ei.hash
                        order by s.position""")
                .bind("evaluation", evaluation)
                .bind("scoring", scoring)
                .map(GradedRows::read)
                .all();
    }

    private static GradedItem read(Readable row) {
        List<GradedSample> samples = new ArrayList<>();
        Columns.tree(row, "samples").forEach(sample -> samples.add(sample(sample)));
        return new GradedItem(
                required(row, "hash", String.class),
                required(row, "item", String.class),
                required(row, "question", String.class),
                row.get("category", String.class),
                row.get("level", String.class),
                required(row, "cluster", String.class),
                samples);
    }

    private static GradedSample sample(JsonNode cells) {
        return new GradedSample(
                cells.path(0).asInt(),
                cells.path(1).asString().equals("FAILED"),
                cells.path(2).stringValue(null),
                number(cells.path(3)),
                cells.path(4).stringValue(null),
                cells.path(5).stringValue(null),
                new GradedSample.Used(
                        cells.path(6).asInt(),
                        cells.path(7).asInt(),
                        whole(cells.path(8)),
                        whole(cells.path(9)),
                        whole(cells.path(10)),
                        number(cells.path(11)),
                        cells.path(12).stringValue(null)));
    }

    private static @Nullable Long whole(JsonNode cell) {
        return cell.isNumber() ? (Long) cell.longValue() : null;
    }

    private static @Nullable Double number(JsonNode cell) {
        return cell.isNumber() ? (Double) cell.doubleValue() : null;
    }
}
