package io.reagent.recipes;

import io.reagent.core.agent.StopReason;
import io.reagent.core.agent.Turn;
import io.reagent.core.trajectory.ToolCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Figures of a policy's runs. */
final class PolicyReport {
    private PolicyReport() {}

    /** How good, how long and how well formed a set of runs is; one run of each task. */
    static Map<String, Object> figures(List<PolicyRuns.Made> runs) {
        List<Turn.Call> calls = runs.stream()
                .flatMap(run -> run.rollout().turns().stream())
                .flatMap(turn -> turn.calls().stream())
                .toList();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("runs", runs.size());
        figures.put("pass_at_1", share(runs, PolicyRuns.Made::correct));
        figures.put("pass_at_1_by_kind", byKind(runs));
        figures.put("no_answer", share(runs, run -> run.rollout().stop() != StopReason.ANSWERED));
        figures.put("reached_a_limit", share(runs, run -> run.rollout().limit() != null));
        figures.put("turns", mean(runs, run -> run.rollout().turns().size()));
        figures.put("calls", mean(runs, run -> run.rollout().calls()));
        figures.put(
                "calls_malformed",
                share(
                        calls,
                        call -> call.request().name().equals(ToolCall.MALFORMED)
                                || call.result().text().startsWith("Error: malformed")));
        figures.put("calls_failed", share(calls, call -> call.result().failed()));
        figures.put("sampled_tokens", mean(runs, run -> run.rollout().completionTokens()));
        figures.put(
                "all_tokens",
                mean(
                        runs,
                        run -> run.rollout().turns().getLast().spoken().promptTokens()
                                + run.rollout().turns().getLast().spoken().completionTokens()));
        figures.put("one_sequence", share(runs, run -> run.rollout().sequences().size() == 1));
        return figures;
    }

    private static Map<String, Double> byKind(List<PolicyRuns.Made> runs) {
        return runs.stream()
                .collect(Collectors.groupingBy(
                        run -> run.task().plan().combination().name().toLowerCase(Locale.ROOT) + "_of_"
                                + run.task().plan().lookups(),
                        TreeMap::new,
                        Collectors.collectingAndThen(
                                Collectors.toList(), some -> share(some, PolicyRuns.Made::correct))));
    }

    /** What second tries changed, run by run. */
    static Map<String, Object> changes(List<PolicyRuns.Made> before, List<PolicyRuns.Made> after) {
        Map<String, Object> changes = new LinkedHashMap<>();
        changes.put("mended", changed(before, after, false));
        changes.put("spoilt", changed(before, after, true));
        return changes;
    }

    /** Of the runs that were first {@code right} (or wrong), the share that no longer is. */
    private static double changed(List<PolicyRuns.Made> before, List<PolicyRuns.Made> after, boolean right) {
        int[] first = IntStream.range(0, before.size())
                .filter(i -> before.get(i).correct() == right)
                .toArray();
        return round(IntStream.of(first)
                .mapToDouble(i -> after.get(i).correct() == right ? 0 : 1)
                .average()
                .orElse(0));
    }

    /** What the judge's scores say of runs; a judgement that failed has no part in it. */
    static Map<String, Object> judged(List<PolicyRuns.Made> runs, List<JudgeRun.Judged> judged) {
        int[] scored = IntStream.range(0, runs.size())
                .filter(i -> !Double.isNaN(judged.get(i).score()))
                .toArray();
        double[] scores =
                IntStream.of(scored).mapToDouble(i -> judged.get(i).score()).toArray();
        boolean[] correct = new boolean[scored.length];
        for (int i = 0; i < scored.length; i++) {
            correct[i] = runs.get(scored[i]).correct();
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("not_scored", runs.size() - scored.length);
        figures.put(
                "mean_score",
                round(IntStream.range(0, scores.length)
                        .mapToDouble(i -> scores[i])
                        .average()
                        .orElse(0)));
        figures.put("mean_score_of_right", meanWhere(scores, correct, true));
        figures.put("mean_score_of_wrong", meanWhere(scores, correct, false));
        figures.put("auroc_right_over_wrong", round(JudgeMetrics.auroc(scores, correct)));
        Map<String, Integer> histogram = new TreeMap<>();
        for (double score : scores) {
            histogram.merge(String.format(Locale.ROOT, "%.1f", Math.floor(score * 10 + 1e-9) / 10), 1, Integer::sum);
        }
        figures.put("scores_from", histogram);
        return figures;
    }

    private static double meanWhere(double[] scores, boolean[] correct, boolean which) {
        return round(IntStream.range(0, scores.length)
                .filter(i -> correct[i] == which)
                .mapToDouble(i -> scores[i])
                .average()
                .orElse(Double.NaN));
    }

    /** What a group of runs of one task tells apart; {@code runs} holds group after group. */
    static Map<String, Object> groups(List<PolicyRuns.Made> runs, int size) {
        List<Long> right = IntStream.range(0, runs.size() / size)
                .mapToObj(group -> runs.subList(group * size, (group + 1) * size).stream()
                        .filter(PolicyRuns.Made::correct)
                        .count())
                .toList();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("groups", right.size());
        figures.put("size", size);
        figures.put("pass_at_1", share(runs, PolicyRuns.Made::correct));
        figures.put("any_right", share(right, count -> count > 0));
        figures.put("some_right_some_wrong", share(right, count -> count > 0 && count < size));
        figures.put(
                "mean_variance_of_outcome", mean(right, count -> (double) count / size * (1 - (double) count / size)));
        return figures;
    }

    private static <T> double share(List<T> of, Predicate<T> which) {
        return mean(of, one -> which.test(one) ? 1 : 0);
    }

    private static <T> double mean(List<T> of, ToDoubleFunction<T> value) {
        return round(of.stream().mapToDouble(value).average().orElse(0));
    }

    private static double round(double value) {
        return EvaluateJudge.round(value);
    }
}
