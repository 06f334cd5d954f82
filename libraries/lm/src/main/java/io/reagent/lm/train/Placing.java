package io.reagent.lm.train;

import io.reagent.lm.decoder.Rows;
import java.util.ArrayList;
import java.util.List;

/** Puts sequences one after another into rows; neighbours of equal length share a call of attention. */
final class Placing {
    private final long[] ids;
    private final long[] positions;
    private final List<Rows.Call> calls = new ArrayList<>();
    private int filled;
    private int after = Rows.NOTHING;
    /** Whether the last call may take another sequence. */
    private boolean open;

    /** @param count of all rows */
    Placing(int count) {
        this.ids = new long[count];
        this.positions = new long[count];
    }

    /** A beginning of {@code length} that those placed until the next go on from, none for 0; returns its first row. */
    int begin(int[] inputs, int length) {
        if (length == 0) {
            open &= after == Rows.NOTHING;
            after = Rows.NOTHING;
            return filled;
        }
        calls.add(new Rows.Call(1, length, Rows.NOTHING));
        after = calls.size() - 1;
        open = false;
        return place(inputs, 0, length);
    }

    /** The inputs from {@code from}, where the beginning ends, to {@code to}; returns the first of their rows. */
    int goOn(int[] inputs, int from, int to) {
        int length = to - from;
        if (open && calls.getLast().length() == length) {
            calls.add(new Rows.Call(calls.removeLast().sequences() + 1, length, after));
        } else if (length > 0) {
            calls.add(new Rows.Call(1, length, after));
            open = true;
        }
        return place(inputs, from, to);
    }

    private int place(int[] inputs, int from, int to) {
        int first = filled;
        for (int t = from; t < to; t++) {
            ids[filled] = inputs[t];
            positions[filled++] = t;
        }
        return first;
    }

    Rows rows() {
        return new Rows(ids, positions, calls);
    }
}
