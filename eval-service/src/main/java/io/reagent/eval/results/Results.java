package io.reagent.eval.results;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.reagent.statistics.Clusters;
import io.reagent.statistics.Mean;
import io.reagent.statistics.policy.ItemSamples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation amounts to; docs/evaluation.md has the formula and source of each figure. Attempts that failed and
 * attempts that no grader could grade are counted, and are in no rate but the {@code failures_wrong} one.
 *
 * @param passAt1 mean over questions of the share of right samples
 * @param failuresWrong the same with every attempt without a grade taken for wrong
 * @param score mean of graded scores, such as token F1; equal to pass@1 where rules only say right or wrong
 * @param at what k samples come to, for every k
 * @param categories by the set's categories; none where it has none
 * @param levels by the set's levels of difficulty
 * @param used what an attempt takes
 * @param cost of all attempts, null without prices
 * @param rules by what decided
 * @param stops how attempts ended
 */
public record Results(
        Counts counts,
        @JsonProperty("pass_at_1") FigureView passAt1,
        @JsonProperty("failures_wrong") FigureView failuresWrong,
        FigureView score,
        List<AtK> at,
        List<Part> categories,
        List<Part> levels,
        Used used,
        @Nullable Double cost,
        List<Rule> rules,
        Map<String, Integer> stops) {

    /**
     * Attempts and questions.
     *
     * @param questions with an attempt
     * @param graded questions with a grade
     */
    public record Counts(
            int questions,
            int graded,
            int attempts,
            int correct,
            int wrong,
            @JsonProperty("attempts_failed") int failed,
            @JsonProperty("grader_failed") int ungraded) {}

    /**
     * What k samples come to, over the questions that have so many.
     *
     * @param any the probability that one of k is right, unbiased: pass@k
     * @param all the probability that all k are right: pass^k
     * @param average of the first k
     * @param majority the expected score of the most frequent answer
     */
    public record AtK(
            int k,
            @JsonProperty("pass_at_k") FigureView any,
            @JsonProperty("pass_all_k") FigureView all,
            FigureView average,
            FigureView majority) {}

    /** A part of the questions. */
    public record Part(
            String name,
            Counts counts,
            @JsonProperty("pass_at_1") FigureView passAt1) {}

    /** Means of an attempt. */
    public record Used(
            FigureView turns,
            FigureView calls,
            @JsonProperty("prompt_tokens") FigureView promptTokens,
            @JsonProperty("completion_tokens") FigureView completionTokens,
            FigureView seconds) {}

    /** What a grading rule decided. */
    public record Rule(
            String rule,
            int correct,
            int wrong,
            @JsonProperty("grader_failed") int failed) {}

    static Results of(List<GradedItem> items, double confidence) {
        ItemSamples decided = Scores.decided(items);
        List<GradedSample> samples =
                items.stream().flatMap(item -> item.samples().stream()).toList();
        return new Results(
                counts(items),
                FigureView.of(decided.passAt1(confidence)),
                FigureView.of(Scores.failuresWrong(items).passAt1(confidence)),
                FigureView.of(Scores.partial(items).passAt1(confidence)),
                at(decided, confidence),
                parts(items, GradedItem::category, confidence),
                parts(items, GradedItem::level, confidence),
                used(items, confidence),
                cost(samples),
                rules(samples),
                stops(samples));
    }

    private static Counts counts(List<GradedItem> items) {
        int attempts = 0;
        int correct = 0;
        int wrong = 0;
        int failed = 0;
        int graded = 0;
        for (GradedItem item : items) {
            boolean any = false;
            for (GradedSample sample : item.samples()) {
                attempts++;
                correct += sample.decided() && sample.correct() ? 1 : 0;
                wrong += sample.decided() && !sample.correct() ? 1 : 0;
                failed += sample.failed() ? 1 : 0;
                any |= sample.decided();
            }
            graded += any ? 1 : 0;
        }
        return new Counts(items.size(), graded, attempts, correct, wrong, failed, attempts - correct - wrong - failed);
    }

    private static List<AtK> at(ItemSamples decided, double confidence) {
        int most =
                decided.items().stream().mapToInt(item -> item.samples()).max().orElse(0);
        return IntStream.rangeClosed(1, most)
                .mapToObj(k -> {
                    ItemSamples enough = decided.withSamples(k);
                    return new AtK(
                            k,
                            FigureView.of(enough.passAt(k, confidence)),
                            FigureView.of(enough.allAt(k, confidence)),
                            FigureView.of(enough.averageAt(k, confidence)),
                            FigureView.of(enough.majorityAt(k, confidence)));
                })
                .toList();
    }

    private static List<Part> parts(
            List<GradedItem> items, Function<GradedItem, @Nullable String> name, double confidence) {
        Map<String, List<GradedItem>> parts = new TreeMap<>();
        for (GradedItem item : items) {
            String part = name.apply(item);
            if (part != null) {
                parts.computeIfAbsent(part, unused -> new ArrayList<>()).add(item);
            }
        }
        return parts.entrySet().stream()
                .map(part -> new Part(
                        part.getKey(),
                        counts(part.getValue()),
                        FigureView.of(Scores.decided(part.getValue()).passAt1(confidence))))
                .toList();
    }

    private static Used used(List<GradedItem> items, double confidence) {
        return new Used(
                mean(items, used -> (double) used.turns(), confidence),
                mean(items, used -> (double) used.calls(), confidence),
                mean(items, used -> number(used.promptTokens()), confidence),
                mean(items, used -> number(used.completionTokens()), confidence),
                mean(
                        items,
                        used -> used.elapsedMs() == null ? null : (Double) (used.elapsedMs() / 1000.0),
                        confidence));
    }

    private static @Nullable Double number(@Nullable Long whole) {
        return whole == null ? null : (Double) whole.doubleValue();
    }

    /** Over the attempts that came to an end and of which it is known. */
    private static FigureView mean(
            List<GradedItem> items, Function<GradedSample.Used, @Nullable Double> value, double confidence) {
        List<Double> values = new ArrayList<>();
        List<String> clusters = new ArrayList<>();
        for (GradedItem item : items) {
            for (GradedSample sample : item.samples()) {
                Double known = value.apply(sample.used());
                if (!sample.failed() && known != null) {
                    values.add(known);
                    clusters.add(item.cluster());
                }
            }
        }
        return FigureView.of(
                Mean.of(values.stream().mapToDouble(Double::doubleValue).toArray(), Clusters.of(clusters), confidence));
    }

    private static @Nullable Double cost(List<GradedSample> samples) {
        List<Double> costs = samples.stream()
                .map(sample -> sample.used().cost())
                .filter(Objects::nonNull)
                .toList();
        return costs.isEmpty()
                ? null
                : (Double) costs.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static List<Rule> rules(List<GradedSample> samples) {
        Map<String, int[]> rules = new TreeMap<>();
        for (GradedSample sample : samples) {
            if (sample.rule() != null) {
                int column = !sample.decided() ? 2 : sample.correct() ? 0 : 1;
                rules.computeIfAbsent(sample.rule(), unused -> new int[3])[column]++;
            }
        }
        return rules.entrySet().stream()
                .map(rule -> new Rule(rule.getKey(), rule.getValue()[0], rule.getValue()[1], rule.getValue()[2]))
                .toList();
    }

    private static Map<String, Integer> stops(List<GradedSample> samples) {
        Map<String, Integer> stops = new LinkedHashMap<>();
        for (GradedSample sample : samples) {
            stops.merge(sample.used().stop() == null ? "FAILED" : sample.used().stop(), 1, Integer::sum);
        }
        return stops;
    }
}
