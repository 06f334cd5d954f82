package io.reagent.lm.train;

import io.reagent.lm.decoder.Backpropagation.Targets;
import java.util.List;

/**
 * Examples computed together, all with as many targets of a position. What follows an example's last selected target is
 * left out; attention is causal, so nothing depends on it.
 *
 * @param families at least one
 */
record MicroBatch(List<Family> families) {
    MicroBatch {
        families = List.copyOf(families);
    }

    /**
     * One example of the batch.
     *
     * @param index its place among all examples
     * @param select the positions of its selected targets, ascending
     */
    record Row(int index, Example example, int[] select) {
        /** Inputs computed. */
        int length() {
            return select[select.length - 1] + 1;
        }
    }

    /**
     * Examples whose first {@code shared} inputs are the same and computed once; one alone shares 0.
     *
     * @param rows at least one
     */
    record Family(int shared, List<Row> rows) {
        Family {
            rows = List.copyOf(rows);
        }

        /** Positions computed. */
        int size() {
            return shared + rows.stream().mapToInt(row -> row.length() - shared).sum();
        }
    }

    /** Every example, in the order of {@link #targets}. */
    List<Row> rows() {
        return families.stream().flatMap(family -> family.rows().stream()).toList();
    }

    /** Positions computed. */
    int size() {
        return families.stream().mapToInt(Family::size).sum();
    }

    /** The selected positions of every row, row after row. */
    Targets targets() {
        int count = rows().stream().mapToInt(row -> row.select().length).sum();
        Placing placing = new Placing(size());
        long[] select = new long[count];
        int n = 0;
        for (Family family : families) {
            int first = placing.begin(family.rows().getFirst().example().inputs(), family.shared());
            for (Row row : family.rows()) {
                int own = placing.goOn(row.example().inputs(), family.shared(), row.length());
                for (int t : row.select()) {
                    select[n++] = t < family.shared() ? first + t : own + t - family.shared();
                }
            }
        }
        int each = families.getFirst().rows().getFirst().example().each();
        Targets targets = new Targets(
                placing.rows(),
                select,
                new long[count * each],
                new float[count * each],
                new float[count],
                new float[count]);
        fill(targets);
        return targets;
    }

    private void fill(Targets targets) {
        int n = 0;
        for (Row row : rows()) {
            Example example = row.example();
            int each = example.each();
            for (int t : row.select()) {
                for (int k = 0; k < each; k++) {
                    targets.tokens()[n * each + k] = example.targets()[t * each + k];
                    targets.weights()[n * each + k] = example.weights()[t * each + k];
                }
                if (example.sampled()) {
                    targets.sampled()[n] = example.logprobs()[t];
                    targets.advantages()[n] = example.advantages()[t];
                }
                n++;
            }
        }
    }

    @Override
    public String toString() {
        return "examples " + rows().stream().map(Row::index).sorted().toList();
    }
}
