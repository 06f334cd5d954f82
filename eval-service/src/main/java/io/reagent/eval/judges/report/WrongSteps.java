package io.reagent.eval.judges.report;

import io.reagent.eval.judges.report.JudgeEvaluationReport.StepFigures;
import io.reagent.eval.judges.report.JudgedItem.Said;
import io.reagent.statistics.Clusters;
import io.reagent.statistics.Confidence;
import io.reagent.statistics.Figure;
import io.reagent.statistics.Rate;
import io.reagent.statistics.judge.FirstError;
import io.reagent.statistics.judge.StepAgreement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Whether a judge finds the steps that are wrong. Each judgement counts. */
final class WrongSteps {
    private final List<Integer> told = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final List<Integer> found = new ArrayList<>();
    private final List<Integer> first = new ArrayList<>();
    private final List<String> firstTasks = new ArrayList<>();
    private final List<boolean[]> foundRight = new ArrayList<>();
    private final List<boolean[]> right = new ArrayList<>();
    private final List<String> stepTasks = new ArrayList<>();

    private WrongSteps() {}

    static StepFigures of(List<JudgedItem> items, Figures figures) {
        List<JudgedItem> labelled = items.stream()
                .filter(item -> item.known().firstError() != null
                        || !item.known().steps().isEmpty())
                .toList();
        WrongSteps steps = new WrongSteps();
        for (JudgedItem item : labelled) {
            for (Said said : item.judgements()) {
                if (said.score() != null) {
                    steps.add(item, said);
                }
            }
        }
        return steps.figures(labelled.size(), figures);
    }

    private void add(JudgedItem item, Said said) {
        List<Integer> wrong = said.wrongSteps();
        asked.add(item.task());
        told.add(wrong == null ? 0 : 1);
        if (wrong == null) {
            return;
        }
        Integer error = item.known().firstError();
        if (error != null) {
            first.add(error);
            found.add(wrong.stream().mapToInt(Integer::intValue).min().orElse(FirstError.NONE));
            firstTasks.add(item.task());
        }
        int[] known = IntStream.range(0, item.known().steps().size())
                .filter(step -> item.known().steps().get(step) != null)
                .toArray();
        boolean[] labels = new boolean[known.length];
        boolean[] by = new boolean[known.length];
        for (int i = 0; i < known.length; i++) {
            labels[i] = Boolean.TRUE.equals(item.known().steps().get(known[i]));
            by[i] = !wrong.contains(known[i]);
        }
        if (known.length > 0) {
            foundRight.add(by);
            right.add(labels);
            stepTasks.add(item.task());
        }
    }

    private StepFigures figures(int items, Figures figures) {
        int[] by = array(found);
        int[] labels = array(first);
        double[] hits = IntStream.range(0, by.length)
                .mapToDouble(i -> by[i] == labels[i] ? 1 : 0)
                .toArray();
        Clusters tasks = Clusters.of(firstTasks);
        FirstError errors = FirstError.of(by, labels, tasks);
        return new StepFigures(
                items,
                share(told.stream().mapToDouble(Integer::doubleValue).toArray(), Clusters.of(asked)),
                share(hits, tasks),
                figures.of(errors.ofErroneous()),
                figures.of(errors.ofSound()),
                figures.of(errors.f1()),
                figures.of(StepAgreement.of(foundRight, right, Clusters.of(stepTasks))));
    }

    private static Figure share(double[] hits, Clusters tasks) {
        return Rate.of(hits, tasks, Confidence.USUAL);
    }

    private static int[] array(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
