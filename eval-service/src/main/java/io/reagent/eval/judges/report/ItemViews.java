package io.reagent.eval.judges.report;

import static io.reagent.kit.database.Columns.required;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.r2dbc.spi.Readable;
import io.reagent.kit.database.Columns;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Single attempts and what was said of them, for people to look at. */
public final class ItemViews {
    private static final String SELECT = """
            select item.*, trajectory.question, trajectory.canonical, said.score as judge_score,
                abs(said.score - coalesce(item.verdict::integer, item.score)) as error, said.judgements
            from eval.judge_item item join eval.trajectory using (content_hash)
            cross join lateral (select avg(score.score) as score, coalesce(jsonb_agg(jsonb_build_object(
                    'repeat', score.repeat, 'outcome', score.outcome, 'score', score.score, 'critique', score.critique,
                    'wrong_steps', score.wrong_steps, 'reveals', score.reveals, 'reason', score.reason,
                    'judgement_id', score.judgement_id, 'version', score.version) order by score.repeat), '[]') as judgements
                from eval.judge_score score where score.judge_evaluation_id = item.judge_evaluation_id
                    and score.position = item.position) said
            where item.judge_evaluation_id = :id""";

    private final DatabaseClient database;

    public ItemViews(DatabaseClient database) {
        this.database = database;
    }

    /** In which order. */
    public enum Order {
        /** Farthest from its label first; what has no label or no score comes last. */
        WORST("error desc nulls last, item.position"),
        /** As the set has them. */
        POSITION("item.position");

        private final String by;

        Order(String by) {
            this.by = by;
        }

        /** As requests have it. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * An attempt, what is known of it and what the judge said: one flat object.
     *
     * @param trajectory as {@code {question, steps, answer}}; left out in lists
     */
    public record ItemView(
            int position,
            String item,
            String contentHash,
            String task,
            @Nullable String source,
            String question,
            @JsonUnwrapped Known known,
            @JsonUnwrapped Length length,
            @JsonUnwrapped Origin origin,
            @JsonUnwrapped Judged judged,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode trajectory) {}

    /**
     * What its labels say.
     *
     * @param verdicts of each annotator
     * @param reference a known answer
     */
    public record Known(
            @Nullable Boolean verdict,
            @Nullable Double score,
            @Nullable JsonNode steps,
            @Nullable Integer firstError,
            JsonNode verdicts,
            @Nullable String reference) {}

    /** How long it is. */
    public record Length(int characters, int turns) {}

    /**
     * Whether it was made of another attempt.
     *
     * @param attacks position of that attempt, or null
     * @param attack how, or null
     */
    public record Origin(
            @Nullable Integer attacks, @Nullable String attack) {}

    /**
     * What the judge said.
     *
     * @param judgeScore mean of its scores, or null where it gave none
     * @param error how far that is from the label: 1 or 0 by the verdict, else the labelled score; null without either
     * @param judgements {@code [{repeat, outcome, score, critique, wrong_steps, reveals, reason, judgement_id, version}]}
     */
    public record Judged(
            @Nullable Double judgeScore, @Nullable Double error, JsonNode judgements) {}

    /**
     * Some of an evaluation's attempts.
     *
     * @param attack only attacks of this kind, or null for attempts that are none
     * @param offset so many come before
     */
    public Flux<ItemView> page(UUID evaluation, Order order, @Nullable String attack, int offset, int limit) {
        Map<String, Object> values = new HashMap<>();
        values.put("id", evaluation);
        StringBuilder sql = new StringBuilder(SELECT);
        Columns.restrict(sql, values, "item.attack = :attack", "attack", attack);
        if (attack == null) {
            sql.append(" and item.attack is null");
        }
        return database.sql(sql + " order by " + order.by + " offset " + offset + " limit " + limit)
                .bindValues(values)
                .map(row -> read(row, false))
                .all();
    }

    /** One attempt with its trajectory, or empty. */
    public Mono<ItemView> find(UUID evaluation, int position) {
        return database.sql(SELECT + " and item.position = :position")
                .bind("id", evaluation)
                .bind("position", position)
                .map(row -> read(row, true))
                .one();
    }

    private static ItemView read(Readable row, boolean whole) {
        return new ItemView(
                required(row, "position", Integer.class),
                required(row, "item", String.class),
                required(row, "content_hash", String.class),
                required(row, "task", String.class),
                row.get("source", String.class),
                required(row, "question", String.class),
                new Known(
                        row.get("verdict", Boolean.class),
                        row.get("score", Double.class),
                        Columns.treeOrNull(row, "steps"),
                        row.get("first_error", Integer.class),
                        Columns.tree(row, "verdicts"),
                        row.get("reference", String.class)),
                new Length(required(row, "characters", Integer.class), required(row, "turns", Integer.class)),
                new Origin(row.get("attacks", Integer.class), row.get("attack", String.class)),
                new Judged(
                        row.get("judge_score", Double.class),
                        row.get("error", Double.class),
                        Columns.tree(row, "judgements")),
                whole ? Columns.tree(row, "canonical") : null);
    }
}
