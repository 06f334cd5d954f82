package io.reagent.recipes;

import io.reagent.world.FlawType;
import io.reagent.world.LabelledTrajectory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Every figure of a judge on one set of labelled trajectories. */
final class JudgeReport {
    private final List<LabelledTrajectory> labelled;
    private final List<JudgeRun.Judged> judged;
    private final int[] scored;

    JudgeReport(List<LabelledTrajectory> labelled, List<JudgeRun.Judged> judged) {
        this.labelled = labelled;
        this.judged = judged;
        this.scored = IntStream.range(0, judged.size())
                .filter(i -> !Double.isNaN(judged.get(i).score()))
                .toArray();
    }

    Map<String, Object> figures() {
        double[] scores =
                Arrays.stream(scored).mapToDouble(i -> judged.get(i).score()).toArray();
        double[] targets =
                Arrays.stream(scored).mapToDouble(i -> labelled.get(i).score()).toArray();
        double[] correct = Arrays.stream(scored)
                .mapToDouble(i -> labelled.get(i).correct() ? 1 : 0)
                .toArray();
        boolean[] clean = new boolean[scored.length];
        for (int i = 0; i < scored.length; i++) {
            clean[i] = labelled.get(scored[i]).flaws().isEmpty();
        }
        int[] single = IntStream.range(0, labelled.size())
                .filter(i -> labelled.get(i).flaws().size() == 1)
                .toArray();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("trajectories", labelled.size());
        figures.put(
                "clean",
                IntStream.range(0, labelled.size())
                        .filter(i -> labelled.get(i).flaws().isEmpty())
                        .count());
        figures.put("single_flaw", single.length);
        figures.put("parse_failures", share(labelled.size() - scored.length, labelled.size()));
        figures.put("auroc_clean_over_flawed", EvaluateJudge.round(JudgeMetrics.auroc(scores, clean)));
        figures.put("spearman_score_target", EvaluateJudge.round(JudgeMetrics.spearman(scores, targets)));
        figures.put("ece_score_target", EvaluateJudge.round(JudgeMetrics.ece(scores, targets)));
        figures.put("ece_score_correct_answer", EvaluateJudge.round(JudgeMetrics.ece(scores, correct)));
        figures.put("single_flaw_type_named", share(count(single, this::typeNamed), single.length));
        figures.put("single_flaw_step_named", share(count(single, this::stepNamed), single.length));
        figures.put("single_flaw_exactly", share(count(single, this::exact), single.length));
        int[] all = IntStream.range(0, labelled.size()).toArray();
        figures.put("all_flaws_exactly", share(count(all, this::exact), all.length));
        figures.put(
                "score_equals_target",
                share(
                        count(
                                all,
                                i -> Math.abs(judged.get(i).score()
                                                - labelled.get(i).score())
                                        < 0.005),
                        all.length));
        figures.put(
                "whole_text_as_oracle",
                share(count(all, i -> judged.get(i).text().equals(JudgeText.target(labelled.get(i)))), all.length));
        return figures;
    }

    private boolean typeNamed(int i) {
        FlawType type = labelled.get(i).flaws().getFirst().type();
        return judged.get(i).flaws().stream().anyMatch(named -> named.type() == type);
    }

    private boolean stepNamed(int i) {
        int step = expected(i).getFirst().step();
        return judged.get(i).flaws().stream().anyMatch(named -> named.step() == step);
    }

    private boolean exact(int i) {
        return judged.get(i).flaws().equals(expected(i))
                && !Double.isNaN(judged.get(i).score());
    }

    private List<NamedFlaw> expected(int i) {
        int steps = labelled.get(i).trajectory().steps().size();
        return labelled.get(i).flaws().stream()
                .map(flaw -> NamedFlaw.of(flaw, steps))
                .toList();
    }

    private static int count(int[] indices, IntPredicate predicate) {
        return (int) Arrays.stream(indices).filter(predicate).count();
    }

    private static double share(int part, int whole) {
        return EvaluateJudge.round((double) part / Math.max(1, whole));
    }

    /** For clean and single-flaw trajectories: what was there, how often, and what the judge named first. */
    String table() {
        Map<String, Map<String, Integer>> rows = new TreeMap<>();
        for (int i = 0; i < labelled.size(); i++) {
            if (labelled.get(i).flaws().size() < 2) {
                String truth = labelled.get(i).flaws().isEmpty()
                        ? "(clean)"
                        : labelled.get(i).flaws().getFirst().type().verdict();
                List<NamedFlaw> named = judged.get(i).flaws();
                String said = Double.isNaN(judged.get(i).score())
                        ? "(unparsed)"
                        : named.isEmpty() ? "(clean)" : named.getFirst().type().verdict();
                rows.computeIfAbsent(truth, unused -> new TreeMap<>()).merge(said, 1, Integer::sum);
            }
        }
        StringBuilder table = new StringBuilder("| truth | n | right | said instead |\n|---|---|---|---|\n");
        rows.forEach((truth, said) -> {
            int n = said.values().stream().mapToInt(Integer::intValue).sum();
            int right = said.getOrDefault(truth, 0);
            said.remove(truth);
            table.append(String.format(Locale.ROOT, "| %s | %d | %.1f %% | %s |%n", truth, n, 100.0 * right / n, said));
        });
        return table.toString();
    }
}
