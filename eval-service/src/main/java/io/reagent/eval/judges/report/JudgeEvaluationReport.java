package io.reagent.eval.judges.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.reagent.statistics.Figure;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a judge's scores amount to: one flat object. An attempt counts by the mean of its scores; attempts that got none are
 * counted in {@code outcomes} and in no other figure. Every figure is a number with an interval over whole tasks, or says why
 * there is none.
 *
 * @param outcomes of all judgements of attempts, attacks not counted
 * @param sources the main figures of each source alone, where there are several
 */
public record JudgeEvaluationReport(
        @JsonUnwrapped Subject subject,
        Counts counts,
        List<OutcomeShare> outcomes,
        @JsonUnwrapped Worth worth,
        @JsonUnwrapped Conduct conduct,
        List<SourceFigures> sources) {
    public JudgeEvaluationReport {
        outcomes = List.copyOf(outcomes);
        sources = List.copyOf(sources);
    }

    /**
     * What it is of.
     *
     * @param versions of the judge that judged; several where it changed in between
     */
    public record Subject(
            UUID id, @Nullable String name, String judge, List<String> versions, String state, double threshold) {
        public Subject {
            versions = List.copyOf(versions);
        }
    }

    /** The scores against the labels. */
    public record Worth(
            Ranking ranking,
            Decision decision,
            Calibration calibration,
            Agreement agreement,
            StepFigures steps,
            List<BestOf> bestOfN) {
        public Worth {
            bestOfN = List.copyOf(bestOfN);
        }
    }

    /**
     * What the judge does, whatever the labels say, and what might stand behind its scores.
     *
     * @param spread how far scores of attempts at one task lie apart
     * @param baselines what length and turns alone know, to be held beside {@code ranking}
     */
    public record Conduct(
            Repeats repeats,
            Spread spread,
            Length length,
            List<Baseline> baselines,
            Leaks leakage,
            List<Robustness> robustness) {
        public Conduct {
            baselines = List.copyOf(baselines);
            robustness = List.copyOf(robustness);
        }
    }

    /**
     * How much there is.
     *
     * @param judged attempts with a judgement
     * @param scored attempts with a score
     * @param right of all attempts, by their verdicts
     * @param unknown attempts of which nobody said, or annotators disagree, whether they are right
     * @param leftOut of the set, by the reason
     */
    public record Counts(
            int items,
            int tasks,
            int right,
            int wrong,
            int unknown,
            int judged,
            int scored,
            int repeats,
            Map<String, Integer> leftOut) {}

    /** How often judgements ended so. */
    public record OutcomeShare(String outcome, int count, Figure share) {}

    /**
     * How well scores order attempts.
     *
     * @param auroc a right attempt is scored above a wrong one, of all pairs; ties count one half
     * @param pairwiseAccuracy the same of pairs within a task
     * @param spearman of score and label, which is the labelled score where there is one, else the verdict
     * @param kendall the same, tau-b
     */
    public record Ranking(Figure auroc, Figure pairwiseAccuracy, Figure spearman, Figure kendall) {}

    /**
     * How well scores decide, from the threshold on being right.
     *
     * @param recall of right attempts
     * @param specificity recall of wrong ones
     * @param npv of attempts that it says are wrong, the share that is
     */
    public record Decision(
            int truePositives,
            int falsePositives,
            int trueNegatives,
            int falseNegatives,
            Figure accuracy,
            Figure balancedAccuracy,
            Figure precision,
            Figure recall,
            Figure specificity,
            Figure f1,
            Figure npv) {}

    /** Whether a score of 0.7 is right seven times in ten. */
    public record Calibration(Figure ece, Figure brier, List<Bin> bins) {
        public Calibration {
            bins = List.copyOf(bins);
        }
    }

    /**
     * Scores that lie close together.
     *
     * @param from of the bin, which holds it
     * @param to of the bin, which the last one holds too
     * @param score mean; null for an empty bin
     * @param right share of right attempts
     */
    public record Bin(
            double from, double to, int items, @Nullable Double score, Figure right) {}

    /**
     * How the judge's decisions agree with people's.
     *
     * @param alpha Krippendorff's, of the judge and all annotators
     * @param annotatorsAlpha of the annotators alone: what the judge can be expected to reach
     */
    public record Agreement(List<WithAnnotator> annotators, Figure alpha, Figure annotatorsAlpha) {
        public Agreement {
            annotators = List.copyOf(annotators);
        }
    }

    /** Cohen's kappa with one annotator. */
    public record WithAnnotator(String annotator, int items, Figure kappa) {}

    /**
     * Whether the judge finds where an attempt goes wrong; of attempts whose steps, or first wrong step, are labelled.
     *
     * @param told share of their judgements whose critique tells which steps are wrong, or that none is
     * @param firstErrorAccuracy of those that tell, the share with the first wrong step, or that there is none
     * @param ofErroneous the same of attempts with a wrong step
     * @param ofSound the same of attempts without one
     * @param firstErrorF1 harmonic mean of the two, as ProcessBench has it
     * @param stepAgreement of labelled steps, the share that the judge takes for what it is
     */
    public record StepFigures(
            int items,
            Figure told,
            Figure firstErrorAccuracy,
            Figure ofErroneous,
            Figure ofSound,
            Figure firstErrorF1,
            Figure stepAgreement) {}

    /**
     * What choosing the best-scored of n attempts at a task is worth; expected over all choices of n attempts, of tasks with
     * as many.
     *
     * @param picked share of right ones among the chosen
     * @param uplift over choosing blindly
     * @param oracle share of tasks in which any of the n is right
     */
    public record BestOf(int n, int tasks, Figure picked, Figure uplift, Figure oracle) {}

    /**
     * Whether the judge says the same again.
     *
     * @param deviation mean standard deviation of the scores of one attempt
     * @param variance their mean variance: the part of a score's variance that is chance
     * @param flips share of attempts that are right by one judgement and wrong by another
     */
    public record Repeats(int items, Figure deviation, Figure variance, Figure flips) {}

    /**
     * Scores within a task: what a policy that learns from groups is told.
     *
     * @param tasks with two scored attempts or more
     * @param deviation mean standard deviation within them
     * @param differing share of them in which scores are not all the same
     */
    public record Spread(int tasks, Figure deviation, Figure differing) {}

    /**
     * Score against length.
     *
     * @param characters Spearman's, of score and characters
     * @param turns Spearman's, of score and turns
     * @param bins a quarter of the attempts each, the shortest first
     */
    public record Length(Figure characters, Figure turns, List<LengthBin> bins) {
        public Length {
            bins = List.copyOf(bins);
        }
    }

    /**
     * Attempts of like length.
     *
     * @param from characters of the shortest
     * @param to characters of the longest
     */
    public record LengthBin(int from, int to, int items, Figure score, Figure right, Figure auroc) {}

    /** What an attempt's size alone knows of its being right. */
    public record Baseline(String rule, Figure auroc, Figure pairwiseAccuracy) {}

    /**
     * Critiques that give away a known answer that the attempt had not.
     *
     * @param critiques of which it can be told
     */
    public record Leaks(int critiques, int revealing, Figure share) {}

    /**
     * What one way of attack does.
     *
     * @param pairs of an attempt and what was made of it, both scored
     * @param failed attacked attempts without a score
     * @param score mean, of attacked attempts
     * @param passed share of attacked attempts from the threshold on
     * @param move mean, from the attempt to the attack
     * @param absoluteMove mean
     * @param unchanged share that moved by less than 0.005
     */
    public record Robustness(
            String attack,
            int pairs,
            int failed,
            Figure score,
            Figure passed,
            Figure move,
            Figure absoluteMove,
            Figure unchanged) {}

    /** Some figures of one source, and what length knows there. */
    public record SourceFigures(
            String source,
            int items,
            int tasks,
            int scored,
            Figure failed,
            Figure auroc,
            Figure pairwiseAccuracy,
            Figure accuracy,
            Figure brier,
            Figure shorter) {}
}
