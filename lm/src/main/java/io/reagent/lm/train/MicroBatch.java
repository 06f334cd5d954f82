package io.reagent.lm.train;

import io.reagent.lm.decoder.Backpropagation.Targets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Examples computed together: sorted by length and cut so that rows times the longest stays within a token budget. What
 * follows an example's last selected target is left out; attention is causal, so nothing depends on it.
 *
 * @param rows at least one, the longest first
 */
record MicroBatch(List<Row> rows) {
    MicroBatch {
        rows = List.copyOf(rows);
    }

    /**
     * One example of the batch.
     *
     * @param index its place among all examples
     * @param select its selected targets, ascending
     */
    record Row(int index, Example example, int[] select) {
        /** Inputs computed. */
        int length() {
            return select[select.length - 1] + 1;
        }
    }

    /** Every example with a selected target once; one longer than the budget gets a micro-batch of its own. */
    static List<MicroBatch> pack(List<Example> examples, Positions positions, int tokenBudget) {
        List<Row> sorted = IntStream.range(0, examples.size())
                .mapToObj(i -> new Row(i, examples.get(i), positions.of(examples.get(i))))
                .filter(row -> row.select().length > 0)
                .sorted(Comparator.comparingInt(Row::length).reversed())
                .toList();
        List<MicroBatch> batches = new ArrayList<>();
        int from = 0;
        while (from < sorted.size()) {
            int rows = Math.max(1, tokenBudget / sorted.get(from).length());
            int to = Math.min(sorted.size(), from + rows);
            batches.add(new MicroBatch(sorted.subList(from, to)));
            from = to;
        }
        return batches;
    }

    /** Input tokens of the longest row. */
    int width() {
        return rows.getFirst().length();
    }

    /** Positions computed, padding included. */
    int size() {
        return rows.size() * width();
    }

    /** The selected positions of every row, row after row. */
    Targets targets() {
        int count = rows.stream().mapToInt(row -> row.select().length).sum();
        Targets targets = new Targets(
                new long[rows.size()][width()],
                new long[count],
                new long[count],
                new float[count],
                new float[count],
                new float[count]);
        int n = 0;
        for (int b = 0; b < rows.size(); b++) {
            Row row = rows.get(b);
            int[] inputs = row.example().inputs();
            for (int t = 0; t < row.length(); t++) {
                targets.ids()[b][t] = inputs[t];
            }
            n = fill(targets, n, row, (long) b * width());
        }
        return targets;
    }

    private static int fill(Targets targets, int n, Row row, long first) {
        Example example = row.example();
        int at = n;
        for (int t : row.select()) {
            targets.select()[at] = first + t;
            targets.tokens()[at] = example.targets()[t];
            targets.weights()[at] = example.weights()[t];
            if (example.sampled()) {
                targets.sampled()[at] = example.logprobs()[t];
                targets.advantages()[at] = example.advantages()[t];
            }
            at++;
        }
        return at;
    }

    @Override
    public String toString() {
        return "examples " + rows.stream().map(Row::index).sorted().toList();
    }
}
