package io.reagent.lm.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.lm.decoder.Backpropagation.Targets;
import io.reagent.lm.decoder.Rows;
import io.reagent.lm.train.MicroBatch.Family;
import io.reagent.lm.train.MicroBatch.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PackingTest {
    private final RandomGenerator random = new SplittableRandom(5);

    @Test
    void a_row_is_computed_for_each_token_and_none_for_padding() {
        List<Example> examples = List.of(example(text(30)), example(text(7)), example(text(30)), example(text(12)));
        MicroBatch batch = Packing.pack(examples, Positions.ALL, 100).getFirst();
        assertThat(batch.size()).isEqualTo(30 + 7 + 30 + 12);
        assertThat(batch.targets().rows().calls())
                .containsExactly(
                        new Rows.Call(2, 30, Rows.NOTHING),
                        new Rows.Call(1, 12, Rows.NOTHING),
                        new Rows.Call(1, 7, Rows.NOTHING));
    }

    @Test
    void samples_of_a_prompt_compute_it_once() {
        int[] prompt = text(40);
        List<Example> samples = List.of(
                example(joined(prompt, text(10))), example(joined(prompt, text(5))), example(joined(prompt, text(10))));
        MicroBatch batch = Packing.pack(samples, Positions.ALL, 100).getFirst();
        assertThat(batch.size()).isEqualTo(40 + 10 + 5 + 10);
        assertThat(batch.targets().rows().calls())
                .containsExactly(new Rows.Call(1, 40, Rows.NOTHING), new Rows.Call(1, 5, 0), new Rows.Call(2, 10, 0));
    }

    @Test
    void of_beginnings_within_beginnings_those_that_save_most_are_shared() {
        int[] system = text(20);
        int[] one = joined(system, text(50));
        int[] other = joined(system, text(60));
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            examples.add(example(joined(one, text(9))));
            examples.add(example(joined(other, text(9))));
        }
        assertThat(Packing.pack(examples, Positions.ALL, 1_000).getFirst().families())
                .extracting(Family::shared)
                .containsExactlyInAnyOrder(70, 80);
    }

    @Test
    void a_beginning_too_short_to_pay_is_not_shared() {
        int[] prompt = text(Packing.LEAST_SHARED - 1);
        List<Example> examples = List.of(example(joined(prompt, text(9))), example(joined(prompt, text(9))));
        assertThat(Packing.pack(examples, Positions.ALL, 100).getFirst().families())
                .extracting(Family::shared)
                .containsExactly(0, 0);
    }

    @Test
    void micro_batches_stay_within_the_budget_whatever_begins_alike_and_hold_every_target_after_its_own_inputs() {
        for (int round = 0; round < 200; round++) {
            List<Example> examples = relatives(1 + random.nextInt(12));
            int budget = 20 + random.nextInt(150);
            List<Integer> seen = new ArrayList<>();
            for (MicroBatch batch : Packing.pack(examples, Positions.WEIGHTED, budget)) {
                assertThat(batch.size() <= budget || batch.rows().size() == 1)
                        .as("%d rows of %d", batch.size(), budget)
                        .isTrue();
                List<int[]> histories = histories(batch.targets());
                int n = 0;
                for (Row row : batch.rows()) {
                    seen.add(row.index());
                    for (int t : row.select()) {
                        assertThat(histories.get(n))
                                .isEqualTo(Arrays.copyOf(row.example().inputs(), t + 1));
                        assertThat(batch.targets().tokens()[n++])
                                .isEqualTo(row.example().targets()[t]);
                    }
                }
            }
            Collections.sort(seen);
            assertThat(seen).doesNotHaveDuplicates().hasSize(examples.size());
        }
    }

    /** What attention lets each selected row see, by the calls alone. */
    private static List<int[]> histories(Targets targets) {
        Rows rows = targets.rows();
        List<int[]> histories = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        int start = 0;
        for (Rows.Call call : rows.calls()) {
            starts.add(start);
            for (int b = 0; b < call.sequences(); b++) {
                int[] before = call.after() == Rows.NOTHING
                        ? new int[0]
                        : ids(
                                rows,
                                starts.get(call.after()),
                                rows.calls().get(call.after()).length());
                for (int t = 0; t < call.length(); t++) {
                    assertThat(rows.positions()[start + t]).isEqualTo(before.length + t);
                    histories.add(joined(before, ids(rows, start, t + 1)));
                }
                start += call.length();
            }
        }
        assertThat(histories).hasSize(rows.ids().length);
        return Arrays.stream(targets.select())
                .mapToObj(row -> histories.get((int) row))
                .toList();
    }

    private static int[] ids(Rows rows, int from, int count) {
        return Arrays.stream(rows.ids(), from, from + count)
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /** Examples most of which begin as an earlier one does; some are the same, or the beginning of another. */
    private List<Example> relatives(int count) {
        List<int[]> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] before = texts.isEmpty() || random.nextInt(4) == 0 ? new int[0] : texts.get(random.nextInt(i));
            int kept = before.length == 0 ? 0 : random.nextInt(before.length + 1);
            texts.add(
                    joined(Arrays.copyOf(before, kept), text(kept > 1 ? random.nextInt(30) : 2 + random.nextInt(60))));
        }
        return texts.stream().map(this::example).toList();
    }

    /** Every token predicts the next, some without weight, the last with one. */
    private Example example(int[] tokens) {
        float[] weights = new float[tokens.length];
        for (int t = 0; t < tokens.length; t++) {
            weights[t] = t + 1 < tokens.length && random.nextInt(3) == 0 ? 0 : 1;
        }
        int[] targets = Arrays.copyOfRange(tokens, 1, tokens.length + 1);
        return new Example(tokens, targets, weights);
    }

    private int[] text(int length) {
        return random.ints(length, 0, 300).toArray();
    }

    private static int[] joined(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
