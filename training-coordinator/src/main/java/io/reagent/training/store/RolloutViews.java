package io.reagent.training.store;

import static io.reagent.kit.database.Columns.required;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.r2dbc.spi.Readable;
import io.reagent.kit.database.Columns;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Rollouts, for reading. */
public final class RolloutViews {
    private static final String COLUMNS =
            "id, run_id, step, stage, task_index, sample, group_id, evaluation_id, first_id, task,"
                    + " question, reference, answer, stop, correct, own_tokens, calls, policy, policy_step, judge,"
                    + " judgement_id, judge_outcome, judge_score, critique, judge_reason, leak_mentions,"
                    + " leak_overlap, masked, reward_outcome, reward_judge, reward, advantage, created_at";

    private final DatabaseClient database;

    public RolloutViews(DatabaseClient database) {
        this.database = database;
    }

    /**
     * A rollout with everything.
     *
     * @param tokens ids of prompts and completions, sequences of {@code sequenceLengths} one after the other
     * @param sampled which of them the policy sampled
     * @param logprobs of those at sampling time; null elsewhere
     */
    public record Whole(
            @JsonUnwrapped RolloutView rollout,
            JsonNode trajectory,
            List<Integer> tokens,
            List<Boolean> sampled,
            List<@Nullable Float> logprobs,
            @JsonProperty("sequence_lengths") List<Integer> sequenceLengths) {}

    /**
     * A run's rollouts, newest first.
     *
     * @param before the last id of the page before, or null
     */
    public Flux<RolloutView> page(UUID run, RolloutFilter filter, @Nullable UUID before, int limit) {
        StringBuilder sql = new StringBuilder("select " + COLUMNS + " from training.rollout where run_id = :run");
        Map<String, Object> values = new LinkedHashMap<>(Map.of("run", run));
        Columns.restrict(sql, values, "id < :before", "before", before);
        Columns.restrict(sql, values, "step = :step", "step", filter.step());
        Columns.restrict(sql, values, "group_id = :group", "group", filter.group());
        Columns.restrict(sql, values, "first_id = :first", "first", filter.first());
        Columns.restrict(sql, values, "stage = :stage", "stage", name(filter.stage()));
        Columns.restrict(sql, values, "judge_outcome = :outcome", "outcome", name(filter.outcome()));
        Columns.restrict(sql, values, "correct = :correct", "correct", filter.correct());
        Columns.restrict(sql, values, "(masked is not null) = :masked", "masked", filter.masked());
        Columns.restrict(sql, values, "reward >= :least", "least", filter.minReward());
        Columns.restrict(sql, values, "reward <= :most", "most", filter.maxReward());
        sql.append(" order by id desc limit ").append(limit);
        return database.sql(sql.toString())
                .bindValues(values)
                .map(RolloutViews::view)
                .all();
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }

    /** One rollout, or empty. */
    public Mono<Whole> find(UUID id) {
        return database.sql("select " + COLUMNS + ", trajectory, tokens, sampled, logprobs, sequence_lengths"
                        + " from training.rollout where id = :id")
                .bind("id", id)
                .map(row -> new Whole(
                        view(row),
                        Columns.tree(row, "trajectory"),
                        List.of(required(row, "tokens", Integer[].class)),
                        List.of(required(row, "sampled", Boolean[].class)),
                        Arrays.stream(required(row, "logprobs", Float[].class))
                                .<@Nullable Float>map(value -> value.isNaN() ? null : value)
                                .toList(),
                        List.of(required(row, "sequence_lengths", Integer[].class))))
                .one();
    }

    private static RolloutView view(Readable row) {
        return new RolloutView(
                required(row, "id", UUID.class),
                required(row, "run_id", UUID.class),
                required(row, "step", Integer.class),
                required(row, "stage", String.class),
                required(row, "task_index", Integer.class),
                required(row, "sample", Integer.class),
                row.get("group_id", UUID.class),
                row.get("evaluation_id", UUID.class),
                row.get("first_id", UUID.class),
                required(row, "task", String.class),
                required(row, "question", String.class),
                row.get("reference", String.class),
                row.get("answer", String.class),
                required(row, "stop", String.class),
                required(row, "correct", Boolean.class),
                required(row, "own_tokens", Integer.class),
                required(row, "calls", Integer.class),
                required(row, "policy", String.class),
                required(row, "policy_step", Integer.class),
                row.get("judge", String.class),
                row.get("judgement_id", UUID.class),
                row.get("judge_outcome", String.class),
                row.get("judge_score", Double.class),
                row.get("critique", String.class),
                row.get("judge_reason", String.class),
                row.get("leak_mentions", Boolean.class),
                row.get("leak_overlap", Double.class),
                row.get("masked", String.class),
                row.get("reward_outcome", Double.class),
                row.get("reward_judge", Double.class),
                row.get("reward", Double.class),
                row.get("advantage", Double.class),
                required(row, "created_at", Instant.class));
    }
}
