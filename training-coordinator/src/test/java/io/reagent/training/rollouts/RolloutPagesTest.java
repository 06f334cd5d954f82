package io.reagent.training.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.training.TrainingFixture;
import io.reagent.training.algorithms.Stage;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;

/** How Postgres finds a page of a run that has many rollouts. */
class RolloutPagesTest extends TrainingFixture {
    private static final RolloutFilter ALL = filter(null, null, null);
    private DatabaseClient rows;

    private static RolloutFilter filter(Stage stage, Boolean correct, Boolean masked) {
        return new RolloutFilter(null, null, null, stage, null, correct, masked, null, null);
    }

    private void rollouts(UUID run, int count) {
        rows.sql("insert into training.run (id, kind, target, spec, state, steps)"
                        + " values (:run, 'grpo', 'policy', '{}', 'RUNNING', 9)")
                .bind("run", run)
                .then()
                .block();
        rows.sql("""
                        insert into training.rollout (id, run_id, step, stage, task_index, sample, policy, policy_step,
                            seed, task, trajectory, stop, correct, tokens, sampled, logprobs, sequence_lengths, own_tokens,
                            calls, masked)
                        select gen_random_uuid(), :run, i / 64, 'FIRST', i % 64, 0, 'p', 0, 0, 't',
                            jsonb_build_object('question', 'q' || i, 'steps', jsonb_build_array(), 'answer', 'a'),
                            'ANSWERED', i % 2 = 0, '{1}', '{true}', '{-1}', '{1}', 1, 0,
                            case when i % 3 = 0 then 'TOO_LONG' end
                        from generate_series(1, :count) i""").bind("run", run).bind("count", count).then().block();
    }

    private String plan(RolloutViews.Select select) {
        return explained("explain verbose " + select.sql(), select.values());
    }

    private String explained(String sql, Map<String, Object> values) {
        return String.join(
                "\n",
                rows.sql(sql)
                        .bindValues(values)
                        .map(row -> row.get(0, String.class))
                        .all()
                        .collectList()
                        .block());
    }

    @Test
    void aPageIsReadInTheOrderOfItsIndexWithoutWhatIsLong() {
        rows = startReplica().getBean(DatabaseClient.class);
        UUID run = UUID.randomUUID();
        Stream.of(run, UUID.randomUUID(), UUID.randomUUID()).forEach(each -> rollouts(each, 10_000));
        rows.sql("analyze training.rollout").then().block();
        RolloutViews views = new RolloutViews(rows);
        List<RolloutView> first = views.page(run, ALL, null, 50).collectList().block();
        UUID last = first.getLast().id();

        for (RolloutViews.Select select : List.of(
                RolloutViews.select(run, ALL, null, 50),
                RolloutViews.select(run, ALL, last, 50),
                RolloutViews.select(run, filter(Stage.FIRST, true, null), last, 50),
                RolloutViews.select(run, filter(null, null, true), null, 50))) {
            assertThat(plan(select))
                    .contains("Index Scan using rollout_run_idx")
                    .doesNotContain("Sort")
                    .doesNotContainPattern("\\b(trajectory|tokens|sampled|logprobs)\\b");
        }
        assertThat(plan(RolloutViews.select(
                        run, new RolloutFilter(3, null, null, null, null, null, null, null, null), null, 50)))
                .contains("Index Scan")
                .doesNotContain("Seq Scan");
    }

    @Test
    void pagesFollowOneAnotherAndFiltersRestrictThem() {
        rows = startReplica().getBean(DatabaseClient.class);
        UUID run = UUID.randomUUID();
        rollouts(run, 30);
        RolloutViews views = new RolloutViews(rows);

        List<RolloutView> first = views.page(run, ALL, null, 20).collectList().block();
        List<RolloutView> second =
                views.page(run, ALL, first.getLast().id(), 20).collectList().block();

        assertThat(first).hasSize(20);
        assertThat(second).hasSize(10);
        assertThat(Stream.concat(first.stream(), second.stream()).map(RolloutView::id))
                .doesNotHaveDuplicates();
        assertThat(views.page(run, filter(null, true, null), null, 50)
                        .collectList()
                        .block())
                .hasSize(15)
                .allMatch(view -> view.ended().correct());
        assertThat(views.page(run, filter(Stage.FIRST, null, true), null, 50)
                        .collectList()
                        .block())
                .hasSize(10)
                .allMatch(view -> "TOO_LONG".equals(view.earned().masked()))
                .allMatch(view -> view.task().question().startsWith("q"));
        assertThat(views.page(UUID.randomUUID(), ALL, null, 50).collectList().block())
                .isEmpty();
    }
}
