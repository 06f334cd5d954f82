package io.reagent.eval.results;

import static io.reagent.kit.database.Columns.required;

import io.r2dbc.spi.Readable;
import io.reagent.kit.database.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Attempts of evaluations, whole. */
public final class StoredSamples {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final DatabaseClient database;

    public StoredSamples(DatabaseClient database) {
        this.database = database;
    }

    /** Empty where the evaluation has no such attempt. */
    public Mono<StoredSample> find(UUID evaluation, UUID sample) {
        return database.sql("""
                        select s.id, s.position, s.sample, s.error, s.stop, s.not_refined, s.agent_run_id, s.first, s.trajectory,
                            (select coalesce(jsonb_agg(jsonb_build_object('stage', j.stage, 'judge', j.judge,
                                    'outcome', j.outcome, 'score', j.score, 'critique', j.critique, 'reason', j.reason)
                                    order by j.stage, j.judge), '[]'::jsonb)
                                from eval.sample_judgement j where j.sample_id = s.id) as judgements
                        from eval.sample s where s.id = :sample and s.evaluation_id = :evaluation""")
                .bind("sample", sample)
                .bind("evaluation", evaluation)
                .map(StoredSamples::read)
                .one();
    }

    private static StoredSample read(Readable row) {
        List<StoredSample.Judged> judgements = new ArrayList<>();
        for (JsonNode judged : Columns.tree(row, "judgements")) {
            judgements.add(JSON.treeToValue(judged, StoredSample.Judged.class));
        }
        return new StoredSample(
                required(row, "id", UUID.class),
                required(row, "position", Integer.class),
                required(row, "sample", Integer.class),
                row.get("error", String.class),
                row.get("stop", String.class),
                row.get("not_refined", String.class),
                row.get("agent_run_id", UUID.class),
                Columns.treeOrNull(row, "first"),
                Columns.treeOrNull(row, "trajectory"),
                judgements);
    }
}
