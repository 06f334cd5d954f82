package io.reagent.statistics.policy;

import io.reagent.statistics.Clusters;
import io.reagent.statistics.Figure;
import io.reagent.statistics.NoFigure;
import io.reagent.statistics.NoFigure.Reason;
import io.reagent.statistics.Rate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Items × samples of one policy, and its figures. Each is a mean over items of a value of each item, so that an item with
 * more samples counts no more than another, with {@link Rate}'s interval; clusters are the items' groups. An interval thus
 * says how far the figure of other items of the same kind, sampled anew, may lie away: Miller, "Adding error bars to evals"
 * (2024).
 */
public final class ItemSamples {
    private final List<ItemScores> items;
    private final Clusters clusters;

    private ItemSamples(List<ItemScores> items) {
        this.items = items;
        this.clusters = Clusters.of(items.stream().map(ItemScores::group).toList());
    }

    /** @throws IllegalArgumentException for two items of one id */
    public static ItemSamples of(List<ItemScores> items) {
        Set<String> ids = new HashSet<>();
        for (ItemScores item : items) {
            if (!ids.add(item.id())) {
                throw new IllegalArgumentException(
                        "item '" + item.id() + "' is there twice; give all samples of an item together");
            }
        }
        return new ItemSamples(List.copyOf(items));
    }

    public List<ItemScores> items() {
        return items;
    }

    /** Samples of all items together. */
    public long samples() {
        return items.stream().mapToLong(ItemScores::samples).sum();
    }

    /** Those items alone that have so many samples: another set of items, with figures of its own. */
    public ItemSamples withSamples(int atLeast) {
        return new ItemSamples(
                items.stream().filter(item -> item.samples() >= atLeast).toList());
    }

    /** Each item as its own cluster, whatever group it is in. */
    public ItemSamples ungrouped() {
        return new ItemSamples(
                items.stream().map(item -> item.inGroup(item.id())).toList());
    }

    /** Mean score of a sample: mean over items of the mean over all samples of each. */
    public Figure passAt1(double confidence) {
        return rate(ItemScores::mean, samples(), confidence);
    }

    /** As {@link #passAt1}, of the first k samples of each item. */
    public Figure averageAt(int k, double confidence) {
        NoFigure none = missing(k, false);
        return none != null ? none : rate(item -> item.mean(k), (long) k * items.size(), confidence);
    }

    /**
     * Probability that at least one of k samples is right, unbiased: {@code 1 - C(n-c, k) / C(n, k)} for c right of n (Chen
     * and others, "Evaluating large language models trained on code", 2021, equation 1).
     */
    public Figure passAt(int k, double confidence) {
        NoFigure none = missing(k, true);
        return none != null ? none : rate(item -> Draws.any(item.samples(), item.right(), k), samples(), confidence);
    }

    /**
     * Probability that all of k samples are right, pass^k, unbiased: {@code C(c, k) / C(n, k)} for c right of n (Yao and
     * others, "τ-bench", 2024).
     */
    public Figure allAt(int k, double confidence) {
        NoFigure none = missing(k, true);
        return none != null ? none : rate(item -> Draws.all(item.samples(), item.right(), k), samples(), confidence);
    }

    /**
     * Expected score of the answer that most of k samples give (Wang and others, "Self-consistency", 2023), over all choices
     * of k samples of those drawn and over ties, which each answer of the tied wins equally often. A sample without an
     * answer has no vote; no vote at all scores 0.
     */
    public Figure majorityAt(int k, double confidence) {
        NoFigure none = missing(k, false);
        if (none != null) {
            return none;
        }
        for (ItemScores item : items) {
            if (item.answers() == null) {
                return new NoFigure(
                        Reason.NO_ANSWERS, "item '" + item.id() + "' does not say which samples gave the same answer");
            }
        }
        return rate(item -> Majority.expected(item, k), samples(), confidence);
    }

    /** Why the figures of k samples are not to be had; null when they are. */
    private @Nullable NoFigure missing(int k, boolean binary) {
        if (k < 1) {
            throw new IllegalArgumentException("k is " + k + "; at least one sample is drawn");
        }
        for (ItemScores item : items) {
            if (item.samples() < k) {
                return new NoFigure(
                        Reason.TOO_FEW_SAMPLES,
                        "item '%s' has %d of %d samples".formatted(item.id(), item.samples(), k));
            }
            if (binary && !item.binary()) {
                return new NoFigure(Reason.NOT_BINARY, "item '%s' has a score between 0 and 1".formatted(item.id()));
            }
        }
        return null;
    }

    private Figure rate(ToDoubleFunction<ItemScores> value, long observations, double confidence) {
        double[] values = items.stream().mapToDouble(value).toArray();
        return Rate.of(values, observations, clusters, confidence);
    }
}
