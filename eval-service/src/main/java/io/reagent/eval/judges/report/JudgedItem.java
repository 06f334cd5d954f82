package io.reagent.eval.judges.report;

import static io.reagent.kit.database.Columns.required;

import io.r2dbc.spi.Readable;
import io.reagent.core.judgement.Outcome;
import io.reagent.kit.database.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An attempt, what is known of it, and what a judge said of it.
 *
 * @param attack what it was made of and how, or null where it is no attack
 * @param judgements in the order of repeats; fewer than were asked for while some are still to come
 */
public record JudgedItem(
        int position,
        String item,
        String contentHash,
        String task,
        @Nullable String source,
        Known known,
        Length length,
        @Nullable Attack attack,
        List<Said> judgements) {
    public JudgedItem {
        judgements = List.copyOf(judgements);
    }

    /**
     * What its labels say.
     *
     * @param verdict whether it is right, or null where nobody knows
     * @param score how good it is, in [0, 1], or null
     * @param steps verdicts of its steps, null where none is given; empty where steps are not labelled
     * @param firstError first wrong step from 0, -1 where none is, null where that is not known
     * @param verdicts of each annotator that gives one
     */
    public record Known(
            @Nullable Boolean verdict,
            @Nullable Double score,
            List<@Nullable Boolean> steps,
            @Nullable Integer firstError,
            Map<String, Boolean> verdicts) {
        public Known {
            steps = Collections.unmodifiableList(new ArrayList<>(steps));
            verdicts = Collections.unmodifiableMap(new LinkedHashMap<>(verdicts));
        }
    }

    /** How long it is. */
    public record Length(int characters, int turns) {}

    /**
     * How it was made of another attempt.
     *
     * @param of position of that attempt
     */
    public record Attack(int of, String kind) {}

    /**
     * One judgement.
     *
     * @param score in [0, 1], or null where the judge gave none
     * @param wrongSteps that its critique names, from 0; null where it does not tell
     * @param reveals whether its critique gives away a known answer; null where that cannot be told
     */
    public record Said(
            Outcome outcome,
            @Nullable Double score,
            @Nullable List<Integer> wrongSteps,
            @Nullable Boolean reveals,
            @Nullable String version,
            int outputTokens,
            long elapsedMillis) {}

    /** Whether it is right, or null where nobody knows. */
    public @Nullable Boolean verdict() {
        return known.verdict();
    }

    int characters() {
        return length.characters();
    }

    int turns() {
        return length.turns();
    }

    /** The mean of the judge's scores, or null where it gave none. */
    public @Nullable Double score() {
        double[] scores = scores();
        return scores.length == 0
                ? null
                : (Double) Math.min(1, Arrays.stream(scores).average().orElseThrow());
    }

    /** Every score that the judge gave. */
    double[] scores() {
        return judgements.stream()
                .mapToDouble(said -> said.score() == null ? Double.NaN : said.score())
                .filter(score -> !Double.isNaN(score))
                .toArray();
    }

    static final String SELECT = """
            select item.position, item.item, item.content_hash, item.task, item.source, item.verdict, item.score, item.steps,
                item.first_error, item.verdicts, item.characters, item.turns, item.attacks, item.attack,
                coalesce(jsonb_agg(jsonb_build_object('outcome', said.outcome, 'score', said.score,
                    'wrong_steps', said.wrong_steps, 'reveals', said.reveals, 'version', said.version,
                    'output_tokens', said.output_tokens, 'elapsed_ms', said.elapsed_ms) order by said.repeat)
                    filter (where said.outcome is not null), '[]') as judgements
            from eval.judge_item item left join eval.judge_score said using (judge_evaluation_id, position)
            where item.judge_evaluation_id = :id group by item.judge_evaluation_id, item.position
            order by item.position""";

    static JudgedItem read(Readable row) {
        List<@Nullable Boolean> steps = new ArrayList<>();
        JsonNode stored = Columns.treeOrNull(row, "steps");
        if (stored != null) {
            stored.forEach(step -> steps.add(step.isNull() ? null : (Boolean) step.booleanValue()));
        }
        Map<String, Boolean> verdicts = new LinkedHashMap<>();
        Columns.tree(row, "verdicts").forEach(one -> {
            if (one.path("verdict").isBoolean()) {
                verdicts.put(
                        one.path("annotator").asString(), one.path("verdict").booleanValue());
            }
        });
        return new JudgedItem(
                required(row, "position", Integer.class),
                required(row, "item", String.class),
                required(row, "content_hash", String.class),
                required(row, "task", String.class),
                row.get("source", String.class),
                new Known(
                        row.get("verdict", Boolean.class),
                        row.get("score", Double.class),
                        steps,
                        row.get("first_error", Integer.class),
                        verdicts),
                new Length(required(row, "characters", Integer.class), required(row, "turns", Integer.class)),
                attack(row),
                Columns.tree(row, "judgements")
                        .valueStream()
                        .map(JudgedItem::said)
                        .toList());
    }

    private static @Nullable Attack attack(Readable row) {
        String kind = row.get("attack", String.class);
        return kind == null ? null : new Attack(required(row, "attacks", Integer.class), kind);
    }

    private static Said said(JsonNode said) {
        JsonNode steps = said.path("wrong_steps");
        return new Said(
                Outcome.valueOf(said.path("outcome").asString()),
                said.path("score").isNumber() ? (Double) said.path("score").doubleValue() : null,
                steps.isArray() ? steps.valueStream().map(JsonNode::asInt).toList() : null,
                said.path("reveals").isBoolean()
                        ? (Boolean) said.path("reveals").booleanValue()
                        : null,
                said.path("version").stringValue(null),
                said.path("output_tokens").asInt(0),
                said.path("elapsed_ms").asLong(0));
    }
}
