package io.reagent.lm.train;

import io.reagent.lm.train.MicroBatch.Family;
import io.reagent.lm.train.MicroBatch.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Cuts examples into micro-batches of a token budget. Examples that begin alike go into one and compute the beginning
 * once, as the samples of a prompt do. The same examples always give the same micro-batches.
 */
final class Packing {
    /** Shorter beginnings cost more in attention calls of their own than they save. */
    static final int LEAST_SHARED = 16;

    private Packing() {}

    /**
     * Every example with a selected target once; one longer than the budget gets a micro-batch of its own, and those with
     * different numbers of targets of a position are not mixed.
     */
    static List<MicroBatch> pack(List<Example> examples, Positions positions, int tokenBudget) {
        Map<Integer, List<Row>> byTargets = IntStream.range(0, examples.size())
                .mapToObj(i -> new Row(i, examples.get(i), positions.of(examples.get(i))))
                .filter(row -> row.select().length > 0)
                .sorted(Packing::compare)
                .collect(Collectors.groupingBy(row -> row.example().each(), TreeMap::new, Collectors.toList()));
        return byTargets.values().stream()
                .flatMap(rows -> batches(families(rows, tokenBudget), tokenBudget).stream())
                .toList();
    }

    /** In the order of their tokens, so that examples that begin alike are neighbours. */
    private static int compare(Row a, Row b) {
        return Arrays.compare(a.example().inputs(), 0, a.length(), b.example().inputs(), 0, b.length());
    }

    /** Cuts neighbours into families such that the most rows are saved. */
    private static List<Family> families(List<Row> rows, int tokenBudget) {
        int n = rows.size();
        long[] saved = new long[n + 1];
        Family[] last = new Family[n + 1];
        for (int end = 1; end <= n; end++) {
            Row row = rows.get(end - 1);
            saved[end] = saved[end - 1];
            last[end] = new Family(0, List.of(row));
            int shared = row.length();
            int together = row.length();
            for (int start = end - 2; start >= 0; start--) {
                shared = Math.min(shared, common(rows.get(start), rows.get(start + 1)));
                together += rows.get(start).length();
                long more = (long) (end - start - 1) * shared;
                if (shared < LEAST_SHARED || together - more > tokenBudget) {
                    break;
                }
                if (saved[start] + more > saved[end]) {
                    saved[end] = saved[start] + more;
                    last[end] = family(shared, rows.subList(start, end));
                }
            }
        }
        List<Family> families = new ArrayList<>();
        for (int end = n; end > 0; end -= last[end].rows().size()) {
            families.add(last[end]);
        }
        return families;
    }

    private static Family family(int shared, List<Row> rows) {
        return new Family(
                shared,
                rows.stream().sorted(Comparator.comparingInt(Row::length)).toList());
    }

    private static int common(Row a, Row b) {
        int length = Math.min(a.length(), b.length());
        int differs =
                Arrays.mismatch(a.example().inputs(), 0, length, b.example().inputs(), 0, length);
        return differs < 0 ? length : differs;
    }

    /** The largest first, each into the first micro-batch that has room. */
    private static List<MicroBatch> batches(List<Family> families, int tokenBudget) {
        List<List<Family>> batches = new ArrayList<>();
        List<Integer> room = new ArrayList<>();
        List<Family> sorted = families.stream()
                .sorted(Comparator.comparingInt(Family::size).reversed())
                .toList();
        for (Family family : sorted) {
            int at = 0;
            while (at < room.size() && room.get(at) < family.size()) {
                at++;
            }
            if (at == room.size()) {
                batches.add(new ArrayList<>());
                room.add(tokenBudget);
            }
            batches.get(at).add(family);
            room.set(at, room.get(at) - family.size());
        }
        return batches.stream().map(MicroBatch::new).toList();
    }
}
