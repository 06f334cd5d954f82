package io.reagent.eval.results;

import static io.reagent.kit.database.Columns.required;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.r2dbc.spi.Readable;
import io.reagent.kit.database.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The questions of evaluations, each with what became of its attempts. */
public final class Questions {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final DatabaseClient database;

    public Questions(DatabaseClient database) {
        this.database = database;
    }

    /**
     * A question, and what was answered.
     *
     * @param item its id in the set
     * @param hash of its content
     * @param references answers that are right
     * @param samples attempts by now
     */
    public record QuestionView(
            int position,
            String item,
            String hash,
            String question,
            List<String> references,
            @Nullable String category,
            @Nullable String level,
            List<SampleView> samples) {
        public QuestionView {
            references = List.copyOf(references);
            samples = List.copyOf(samples);
        }
    }

    /**
     * An attempt.
     *
     * @param sample of the question, from 0
     * @param outcome ENDED, or FAILED where nothing came to be graded
     * @param answer its first 4000 characters
     * @param error why it failed
     * @param grade null where there is none
     */
    public record SampleView(
            UUID id,
            int sample,
            String outcome,
            @Nullable String answer,
            @Nullable String error,
            @Nullable String stop,
            @Nullable GradeView grade,
            @JsonProperty("elapsed_ms") long elapsedMs) {}

    /**
     * What a grader made of it.
     *
     * @param outcome CORRECT, WRONG or FAILED
     * @param score in [0, 1], null where the grader failed
     * @param extracted the answer as it was read
     * @param reason why the grader failed
     */
    public record GradeView(
            String outcome,
            @Nullable Double score,
            @Nullable String rule,
            @Nullable String extracted,
            @Nullable String reference,
            @Nullable String reason) {}

    /** Attempts that a question has at least one of. */
    public enum Having {
        /** Right. */
        CORRECT("g.outcome = 'CORRECT'"),
        /** Wrong. */
        WRONG("g.outcome = 'WRONG'"),
        /** Of which nothing came, or that could not be graded. */
        FAILED("s.outcome = 'FAILED' or g.outcome = 'FAILED'");

        private final String condition;

        Having(String condition) {
            this.condition = condition;
        }

        private String exists() {
            return " and exists (select 1 from eval.sample s left join eval.grade g on g.sample_id = s.id"
                    + " and g.scoring_id = :scoring where s.evaluation_id = ei.evaluation_id"
                    + " and s.position = ei.position and (" + condition + "))";
        }
    }

    /**
     * Which questions.
     *
     * @param having null: all
     * @param hash of the content; null: all
     */
    public record Filter(@Nullable Having having, @Nullable String hash) {
        private String conditions() {
            return (having == null ? "" : having.exists()) + (hash == null ? "" : " and ei.hash = :hash");
        }
    }

    /** In the order of their set. */
    public Flux<QuestionView> page(UUID evaluation, UUID scoring, Filter filter, int offset, int limit) {
        GenericExecuteSpec query = database.sql(
                        """
                        select ei.position, ei.item, ei.hash, ei.category, ei.level, i.question,
                            coalesce(i.content -> 'references', '[]'::jsonb) as references,
                            (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'sample', s.sample,
                                    'outcome', s.outcome, 'answer', left(s.answer, 4000), 'error', s.error, 'stop', s.stop,
                                    'grade', case when g.outcome is not null then jsonb_build_object('outcome', g.outcome,
                                        'score', g.score, 'rule', g.rule, 'extracted', left(g.extracted, 4000),
                                        'reference', g.reference, 'reason', g.reason) end,
                                    'elapsed_ms', s.elapsed_ms) order by s.sample), '[]'::jsonb)
                                from eval.sample s
                                left join eval.grade g on g.sample_id = s.id and g.scoring_id = :scoring
                                where s.evaluation_id = ei.evaluation_id and s.position = ei.position) as samples
                        from eval.evaluation_item ei
                        join eval.item i on i.hash = ei.hash
                        where ei.evaluation_id = :evaluation""" + filter.conditions() + " order by ei.position offset :offset limit :limit")
                .bind("evaluation", evaluation)
                .bind("scoring", scoring)
                .bind("offset", offset)
                .bind("limit", limit);
        return (filter.hash() == null ? query : query.bind("hash", filter.hash()))
                .map(Questions::read)
                .all();
    }

    private static QuestionView read(Readable row) {
        List<String> references = new ArrayList<>();
        for (JsonNode reference : Columns.tree(row, "references")) {
            references.add(reference.asString());
        }
        List<SampleView> samples = new ArrayList<>();
        for (JsonNode sample : Columns.tree(row, "samples")) {
            samples.add(JSON.treeToValue(sample, SampleView.class));
        }
        return new QuestionView(
                required(row, "position", Integer.class),
                required(row, "item", String.class),
                required(row, "hash", String.class),
                required(row, "question", String.class),
                references,
                row.get("category", String.class),
                row.get("level", String.class),
                samples);
    }
}
