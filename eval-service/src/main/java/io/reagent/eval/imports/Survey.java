package io.reagent.eval.imports;

import io.reagent.eval.benchmarks.Item;
import io.reagent.eval.benchmarks.ItemSet;
import io.reagent.kit.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What a file has: which questions of the set, and how many attempts at each. Where its attempts are not all numbered, the
 * n-th at a question is its n-th.
 */
final class Survey {
    private static final int NAMED = 10;
    private static final int LONGEST = 80;

    private final ItemMatcher matcher;
    private final ItemSet set;
    private final Map<String, TreeMap<Integer, String>> numbered = new HashMap<>();
    private final Map<String, Integer> counted = new HashMap<>();
    private final TreeSet<Integer> numbers = new TreeSet<>();
    private final List<String> unmatched = new ArrayList<>();
    private int lost;
    private boolean allNumbered = true;
    private @Nullable String repeated;
    private boolean scored;

    Survey(ItemSet set) {
        this.set = set;
        this.matcher = new ItemMatcher(set);
    }

    void add(ForeignAttempt attempt) {
        Item item = matcher.match(attempt.id(), attempt.question());
        scored |= attempt.score() != null;
        if (item == null) {
            lost++;
            if (unmatched.size() < NAMED) {
                unmatched.add(named(attempt));
            }
            return;
        }
        counted.merge(item.id(), 1, Integer::sum);
        Integer number = attempt.rollout();
        allNumbered &= number != null;
        if (number != null) {
            numbers.add(number);
            String other =
                    numbered.computeIfAbsent(item.id(), id -> new TreeMap<>()).putIfAbsent(number, attempt.place());
            if (other != null && repeated == null) {
                repeated = attempt.place() + " has rollout " + number + " of the question of " + other + " again";
            }
        }
    }

    private String named(ForeignAttempt attempt) {
        String question = attempt.question().strip();
        String begin = question.length() > LONGEST ? question.substring(0, LONGEST) + "…" : question;
        return attempt.place() + " (" + (attempt.id() == null ? "" : attempt.id() + ": ") + begin
                + (matcher.ambiguous(attempt.question()) ? "; several read like it, and no id tells which" : "") + ")";
    }

    /** @throws io.reagent.kit.problem.ProblemException when an attempt answers no question of the set, or one comes twice */
    void check() {
        if (lost > 0) {
            throw Problem.of(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "unmatched-items",
                            lost + " attempts answer no question of "
                                    + set.benchmark().name() + ": "
                                    + String.join("; ", unmatched)
                                    + (lost > unmatched.size() ? "; and " + (lost - unmatched.size()) + " more" : ""))
                    .field(Objects.requireNonNull(place(unmatched.getFirst())))
                    .remedy("Name the benchmark that they are of in benchmark, or take them out of the file. Questions"
                            + " are matched by their text; an id counts where the text contains the set's.")
                    .asException();
        }
        if (counted.isEmpty()) {
            throw Foreign.invalid("body", "has no attempt", "Send the file of an evaluation that was made.");
        }
        if (allNumbered && repeated != null) {
            throw Foreign.invalid(
                    repeated.substring(0, repeated.indexOf(" has ")),
                    repeated.substring(repeated.indexOf("has ")),
                    "Number the rollouts of a question each once, or none of them.");
        }
    }

    private static String place(String named) {
        return named.substring(0, named.indexOf(" ("));
    }

    /** The questions, in the order of their set. */
    List<Item> items() {
        return set.items().stream()
                .filter(item -> counted.containsKey(item.id()))
                .toList();
    }

    /** The same as agents are asked them. */
    List<String> asked() {
        return items().stream().map(set.benchmark()::asked).toList();
    }

    /** Most attempts at a question. */
    int samples() {
        return allNumbered
                ? numbers.size()
                : counted.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    boolean scored() {
        return scored;
    }

    /** What lacks until every question has as many attempts; null where nothing does. */
    @Nullable String lacking() {
        long there = counted.values().stream().mapToLong(Integer::longValue).sum();
        long whole = (long) counted.size() * samples();
        return there == whole ? null : "the file has " + there + " of " + whole + " attempts";
    }

    /** Gives attempts their places, in a second reading of the same file. */
    SamplePlaces places() {
        Map<String, Integer> positions = new HashMap<>();
        items().forEach(item -> positions.put(item.id(), positions.size()));
        Map<Integer, Integer> ranks = new LinkedHashMap<>();
        numbers.forEach(number -> ranks.put(number, ranks.size()));
        return new SamplePlaces(matcher, set.benchmark(), positions, allNumbered ? ranks : Map.of());
    }
}
