package io.reagent.lm.decoder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The new tokens of one forward call, of any number of sequences: one token for each that is decoding, many for a part
 * of a prompt. Rows stand one below the other without padding, those of a bank together; attention goes by calls, each over
 * the positions of some neighbouring slots.
 */
public final class TokenBatch {
    /** What a further attention call costs, in bytes of keys and values that could be read meanwhile. */
    private static final int CALL_COST = 240_000;

    /** New tokens of the sequence in a slot: {@code ids} at positions {@code start ..}. */
    private record Part(
            KeyValueCache.Bank bank,
            int slot,
            int[] ids,
            int start,
            boolean all,
            @Nullable Adapter adapter) {
        int end() {
            return start + ids.length;
        }
    }

    /** One attention call; kinds as in the program. */
    private record Call(int firstRow, int sequences, int tokens, int slot, int positions, int kind, int bank) {}

    private static final int EVERY_POSITION = 0;
    private static final int CAUSAL = 1;
    private static final int BY_POSITION = 2;

    private final List<Part> parts = new ArrayList<>();

    /**
     * Adds the next tokens of a sequence.
     *
     * @param ids at least one
     * @param start the position of the first, which is how many positions of the slot are computed already
     * @param all whether the logits after each of the tokens are wanted, not only after the last
     */
    public void add(KeyValueCache.Bank bank, int slot, int[] ids, int start, boolean all) {
        add(bank, slot, ids, start, all, null);
    }

    /** The same for a sequence that an adapter computes, all of it. */
    public void add(KeyValueCache.Bank bank, int slot, int[] ids, int start, boolean all, @Nullable Adapter adapter) {
        parts.add(new Part(bank, slot, ids, start, all, adapter));
    }

    /** @throws IllegalArgumentException when a bank lacks a slot or positions that the batch uses */
    void check() {
        for (Part part : parts) {
            if (part.slot >= part.bank.slots() || part.end() > part.bank.capacity()) {
                throw new IllegalArgumentException("the batch needs slot " + part.slot + " and " + part.end()
                        + " positions, the bank has " + part.bank.slots() + " slots of " + part.bank.capacity());
            }
        }
    }

    /** The adapters used, each once. */
    List<Adapter> adapters() {
        return parts.stream()
                .map(Part::adapter)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /** Tokens in all. */
    public int size() {
        return parts.stream().mapToInt(part -> part.ids.length).sum();
    }

    /** Positions from 0 to the highest used. */
    int positions() {
        return parts.stream().mapToInt(Part::end).max().orElse(0);
    }

    /**
     * What the program takes.
     *
     * @param banks those that are used
     * @param stores two integers a bank, its first row and how many it has
     * @param tokens [3][N] ids, positions, slots
     * @param select rows of wanted logits in the order of {@link #add}, for each part its rows; empty when that is every
     *     row in order
     * @param plan seven integers a call
     * @param adapters each row's, null for none
     */
    record Laid(
            List<KeyValueCache.Bank> banks,
            long[] stores,
            long[] tokens,
            long[] select,
            long[] plan,
            List<@Nullable Adapter> adapters) {}

    /**
     * @param widthPerPosition bytes of keys and values a position takes in one layer
     * @param apart whether each sequence gets an attention call of its own, whatever that costs
     * @param least rows at least, filled up with copies of the last one: for shapes that do not change
     */
    Laid lay(int widthPerPosition, boolean apart, int least) {
        List<KeyValueCache.Bank> banks =
                parts.stream().map(Part::bank).distinct().toList();
        List<Part> ordered = parts.stream()
                .sorted(Comparator.comparing((Part part) -> banks.indexOf(part.bank))
                        .thenComparing(part -> part.ids.length)
                        .thenComparing(Part::slot))
                .toList();
        int rows = size();
        int padded = Math.max(rows, least);
        long[] tokens = new long[3 * padded];
        int row = 0;
        List<@Nullable Adapter> adapters = new ArrayList<>();
        Map<Part, Integer> firstRows = new IdentityHashMap<>();
        long[] stores = new long[2 * banks.size()];
        for (Part part : ordered) {
            firstRows.put(part, row);
            int bank = banks.indexOf(part.bank);
            stores[2 * bank] = stores[2 * bank + 1] == 0 ? row : stores[2 * bank];
            stores[2 * bank + 1] += part.ids.length;
            for (int t = 0; t < part.ids.length; t++, row++) {
                adapters.add(part.adapter);
                tokens[row] = part.ids[t];
                tokens[padded + row] = part.start + t;
                tokens[2 * padded + row] = part.slot;
            }
        }
        List<Call> calls =
                calls(ordered, banks, apart ? Double.NEGATIVE_INFINITY : (double) CALL_COST / widthPerPosition);
        for (; row < padded; row++) {
            for (int line = 0; line < 3; line++) {
                tokens[line * padded + row] = tokens[line * padded + rows - 1];
            }
            Part last = ordered.getLast();
            adapters.add(last.adapter);
            calls.add(new Call(row, 1, 1, last.slot, last.end(), EVERY_POSITION, banks.indexOf(last.bank)));
            stores[stores.length - 1]++;
        }
        return new Laid(banks, stores, tokens, select(firstRows, padded, least), plan(calls), adapters);
    }

    private static List<Call> calls(List<Part> ordered, List<KeyValueCache.Bank> banks, double callCost) {
        List<Call> calls = new ArrayList<>();
        int row = 0;
        int i = 0;
        while (i < ordered.size()) {
            Part part = ordered.get(i);
            int tokens = part.ids.length;
            if (tokens > 1 && part.start == 0) {
                calls.add(new Call(row, 1, tokens, part.slot, part.end(), CAUSAL, banks.indexOf(part.bank)));
                row += tokens;
                i++;
                continue;
            }
            int longest = part.end();
            int shortest = part.end();
            int count = 1;
            // a neighbour joins where looking at too many positions costs less than a call of its own
            while (i + count < ordered.size()
                    && ordered.get(i + count).ids.length == tokens
                    && ordered.get(i + count).bank == part.bank
                    && ordered.get(i + count).slot == part.slot + count) {
                int end = ordered.get(i + count).end();
                int together = Math.max(longest, end);
                if ((count + 1.0) * together > (double) count * longest + end + callCost) {
                    break;
                }
                longest = together;
                shortest = Math.min(shortest, end);
                count++;
            }
            boolean every = tokens == 1 && shortest == longest;
            int kind = every ? EVERY_POSITION : BY_POSITION;
            calls.add(new Call(row, count, tokens, part.slot, longest, kind, banks.indexOf(part.bank)));
            row += count * tokens;
            i += count;
        }
        return calls;
    }

    private long[] select(Map<Part, Integer> firstRows, int padded, int least) {
        List<Long> select = new ArrayList<>();
        for (Part part : parts) {
            int first = firstRows.getOrDefault(part, 0);
            for (int t = part.all ? 0 : part.ids.length - 1; t < part.ids.length; t++) {
                select.add((long) first + t);
            }
        }
        while (select.size() < least) {
            select.add(select.getLast());
        }
        boolean every = select.size() == padded;
        for (int i = 0; every && i < select.size(); i++) {
            every = select.get(i) == i;
        }
        return every ? new long[0] : select.stream().mapToLong(Long::longValue).toArray();
    }

    private static long[] plan(List<Call> calls) {
        long[] plan = new long[7 * calls.size()];
        int at = 0;
        for (Call call : calls) {
            plan[at++] = call.firstRow;
            plan[at++] = call.sequences;
            plan[at++] = call.tokens;
            plan[at++] = call.slot;
            plan[at++] = call.positions;
            plan[at++] = call.kind;
            plan[at++] = call.bank;
        }
        return plan;
    }
}
