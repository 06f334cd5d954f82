package io.reagent.lm.decoder;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whole sequences as the program computes them: a row for each token, without padding. A beginning that sequences share
 * stands there once.
 *
 * @param ids [N]
 * @param positions [N] of each row in its sequence
 * @param calls of attention; the first has the first rows, and so on
 */
public record Rows(long[] ids, long[] positions, List<Call> calls) {
    /** Marks sequences that go on from nothing. */
    public static final int NOTHING = -1;

    public Rows {
        calls = List.copyOf(calls);
    }

    /**
     * Sequences of equal length that attend together, one after another in the rows.
     *
     * @param length rows of each
     * @param after the call, of one sequence, that they go on from; {@link #NOTHING} where these are whole
     */
    public record Call(int sequences, int length, int after) {
        int size() {
            return sequences * length;
        }
    }

    /** Sequences of one length, each on its own: [B][S]. */
    static Rows of(long[][] ids) {
        int length = ids[0].length;
        return new Rows(
                Arrays.stream(ids).flatMapToLong(Arrays::stream).toArray(),
                IntStream.range(0, ids.length * length)
                        .mapToLong(row -> row % length)
                        .toArray(),
                List.of(new Call(ids.length, length, NOTHING)));
    }

    int count() {
        return ids.length;
    }

    /** Positions of the longest sequence. */
    int longest() {
        return 1 + (int) Arrays.stream(positions).max().orElse(-1);
    }

    /** Keys that attention keeps for backward, a shared beginning once for each that goes on from it. */
    long keys() {
        return calls.stream()
                .mapToLong(call -> (long) call.sequences
                        * (call.length + (call.after == NOTHING ? 0 : calls.get(call.after).length)))
                .sum();
    }

    /** The program's plan. */
    long[] plan() {
        return calls.stream()
                .flatMapToInt(call -> IntStream.of(call.sequences, call.length, call.after))
                .asLongStream()
                .toArray();
    }
}
