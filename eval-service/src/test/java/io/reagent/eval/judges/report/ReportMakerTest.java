package io.reagent.eval.judges.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reagent.core.judgement.Outcome;
import io.reagent.eval.judges.JudgeEvaluation;
import io.reagent.eval.judges.report.JudgedItem.Attack;
import io.reagent.eval.judges.report.JudgedItem.Known;
import io.reagent.eval.judges.report.JudgedItem.Length;
import io.reagent.eval.judges.report.JudgedItem.Said;
import io.reagent.statistics.Figure;
import io.reagent.statistics.NoFigure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ReportMakerTest {
    private static final Offset<Double> EXACT = within(1e-12);
    private final List<JudgedItem> items = new ArrayList<>();

    private static Said said(Double score, List<Integer> wrong) {
        return new Said(score == null ? Outcome.PARSE_ERROR : Outcome.SCORED, score, wrong, null, "v1", 3, 5);
    }

    private void add(String task, Boolean verdict, int characters, Double... scores) {
        List<Said> judgements = new ArrayList<>();
        for (Double score : scores) {
            judgements.add(said(score, null));
        }
        add(task, verdict, characters, null, null, judgements, Map.of("ann", verdict));
    }

    private void add(
            String task,
            Boolean verdict,
            int characters,
            Integer attacks,
            String attack,
            List<Said> judgements,
            Map<String, Boolean> verdicts) {
        items.add(new JudgedItem(
                items.size(),
                "i" + items.size(),
                "h" + items.size(),
                task,
                items.size() % 2 == 0 ? "even" : "odd",
                new Known(attack == null ? verdict : null, null, List.of(), null, verdicts),
                new Length(characters, 1),
                attack == null ? null : new Attack(attacks, attack),
                judgements));
    }

    private static JudgeEvaluation evaluation() {
        return new JudgeEvaluation(
                UUID.randomUUID(),
                "name|with\nmore",
                "fake",
                new JudgeEvaluation.Standing("SUCCEEDED", null),
                JsonMapper.shared().readTree("{\"threshold\": 0.5, \"seed\": 1, \"resamples\": 200}"),
                JsonMapper.shared().readTree("{\"checksum\": \"c\", \"left_out\": {\"no label\": 2}}"),
                new JudgeEvaluation.Size(1, 0, 2),
                new JudgeEvaluation.Judgements(1, 1, 0),
                new JudgeEvaluation.Times(Instant.EPOCH, null, null));
    }

    private JudgeEvaluationReport report() {
        return new ReportMaker(evaluation(), items).make();
    }

    private static double value(Figure figure) {
        return figure.estimate().orElseThrow().value();
    }

    @Test
    void anAttemptCountsByTheMeanOfItsScoresAndAFailureByNone() {
        add("a", true, 10, 0.9, 0.7);
        add("a", false, 20, 0.2, null);
        add("b", true, 30, null, null);
        add("b", false, 5, 0.6, 0.4);

        JudgeEvaluationReport report = report();

        assertThat(report.counts().items()).isEqualTo(4);
        assertThat(report.counts().scored()).isEqualTo(3);
        assertThat(report.counts().leftOut()).isEqualTo(Map.of("no label", 2));
        assertThat(report.outcomes()).hasSize(2);
        assertThat(report.outcomes().getFirst().outcome()).isEqualTo("PARSE_ERROR");
        assertThat(report.outcomes().getFirst().count()).isEqualTo(3);
        assertThat(value(report.outcomes().getFirst().share())).isEqualTo(3 / 8.0, EXACT);
        assertThat(value(report.worth().ranking().auroc())).isEqualTo(1.0);
        assertThat(report.worth().decision().truePositives()).isEqualTo(1);
        assertThat(report.worth().decision().falsePositives()).isEqualTo(1);
        assertThat(value(report.worth().decision().precision())).isEqualTo(0.5);
        assertThat(value(report.worth().calibration().brier()))
                .isEqualTo((0.2 * 0.2 + 0.2 * 0.2 + 0.5 * 0.5) / 3, within(1e-9));
        assertThat(report.conduct().repeats().items()).isEqualTo(2);
        assertThat(value(report.conduct().repeats().flips())).isEqualTo(0.5);
        assertThat(value(report.conduct().repeats().variance())).isEqualTo(0.02, within(1e-9));
        assertThat(value(report.conduct().repeats().deviation())).isEqualTo(0.2 / Math.sqrt(2), within(1e-9));
    }

    @Test
    void whatLengthKnowsStandsBesideTheJudge() {
        for (int i = 0; i < 6; i++) {
            add("t" + i, true, 10 + i, 0.5);
            add("t" + i, false, 100 + i, 0.5);
        }

        JudgeEvaluationReport report = report();

        assertThat(value(report.worth().ranking().auroc())).isEqualTo(0.5);
        assertThat(report.conduct().baselines().getFirst().rule()).isEqualTo("shorter is right");
        assertThat(value(report.conduct().baselines().getFirst().auroc())).isEqualTo(1.0);
        assertThat(value(report.conduct().baselines().getFirst().pairwiseAccuracy()))
                .isEqualTo(1.0);
        assertThat(report.conduct().length().characters()).isInstanceOf(NoFigure.class);
        assertThat(report.conduct().length().bins()).hasSize(4);
        assertThat(report.sources()).hasSize(2);
        assertThat(value(report.conduct().spread().differing())).isZero();
    }

    @Test
    void theBestOfTwoIsExpectedOverAllPairs() {
        // scores 0.9 right, 0.5 wrong, 0.5 right, 0.1 wrong: of six pairs, 3 pick 0.9; of 0.5 and 0.5 half are right,
        // with 0.1
        // one is wrong, one right
        add("a", true, 1, 0.9);
        add("a", false, 1, 0.5);
        add("a", true, 1, 0.5);
        add("a", false, 1, 0.1);

        JudgeEvaluationReport.BestOf two = report().worth().bestOfN().getFirst();

        assertThat(two.n()).isEqualTo(2);
        assertThat(value(two.picked())).isEqualTo((3 + 0.5 + 1) / 6.0, EXACT);
        assertThat(value(two.uplift())).isEqualTo(0.25, EXACT);
        assertThat(value(two.oracle())).isEqualTo(5 / 6.0, EXACT);
        JudgeEvaluationReport.BestOf four = report().worth().bestOfN().getLast();
        assertThat(four.n()).isEqualTo(4);
        assertThat(value(four.picked())).isEqualTo(1.0, EXACT);
    }

    @Test
    void anAttackMovesFromTheAttemptItWasMadeOf() {
        add("a", true, 1, 0.9);
        add("b", false, 1, 0.2);
        add("a", null, 1, 0, "raise", List.of(said(1.0, null)), Map.of());
        add("b", null, 1, 1, "raise", List.of(said(0.2, null)), Map.of());
        add("a", null, 1, 0, "empty", List.of(said(null, null)), Map.of());

        JudgeEvaluationReport report = report();

        assertThat(report.counts().items()).isEqualTo(2);
        JudgeEvaluationReport.Robustness raise = report.conduct().robustness().getFirst();
        assertThat(raise.attack()).isEqualTo("raise");
        assertThat(raise.pairs()).isEqualTo(2);
        assertThat(value(raise.move())).isEqualTo(0.05, within(1e-9));
        assertThat(value(raise.unchanged())).isEqualTo(0.5);
        assertThat(value(raise.passed())).isEqualTo(0.5);
        JudgeEvaluationReport.Robustness empty = report.conduct().robustness().getLast();
        assertThat(empty.pairs()).isZero();
        assertThat(empty.failed()).isEqualTo(1);
        assertThat(empty.move()).isInstanceOf(NoFigure.class);
    }

    @Test
    void stepsCountWhereTheCritiqueTellsThem() {
        List<List<Integer>> told = new ArrayList<>();
        told.add(List.of(1));
        told.add(List.of());
        told.add(null);
        told.add(List.of(0, 1));
        for (List<Integer> wrong : told) {
            items.add(new JudgedItem(
                    items.size(),
                    "i" + items.size(),
                    "h",
                    "t" + items.size(),
                    null,
                    new Known(false, null, Arrays.asList(true, false, null), 1, Map.of()),
                    new Length(1, 3),
                    null,
                    List.of(said(0.4, wrong))));
        }

        JudgeEvaluationReport.StepFigures steps = report().worth().steps();

        assertThat(steps.items()).isEqualTo(4);
        assertThat(value(steps.told())).isEqualTo(0.75);
        assertThat(value(steps.firstErrorAccuracy())).isEqualTo(1 / 3.0, EXACT);
        assertThat(value(steps.ofErroneous())).isEqualTo(1 / 3.0, EXACT);
        assertThat(steps.ofSound()).isInstanceOf(NoFigure.class);
        // of two labelled steps: both, one, one
        assertThat(value(steps.stepAgreement())).isEqualTo((2 + 1 + 1) / 6.0, EXACT);
    }

    @Test
    void withoutAWrongAttemptThereIsNoAurocAndTheTablesSayWhy() {
        add("a", true, 10, 0.9);
        add("b", true, 20, 0.8);

        JudgeEvaluationReport report = report();
        String markdown = ReportMarkdown.of(report);

        assertThat(report.worth().ranking().auroc()).isInstanceOf(NoFigure.class);
        assertThat(markdown)
                .contains("| AUROC | – | – | 0 |")
                .contains("- AUROC: all attempts have one label")
                .contains("name with more")
                .contains("| what length knows alone | AUROC | pairwise accuracy |")
                .doesNotContain("NaN");
        assertThat(JsonMapper.shared().writeValueAsString(report)).doesNotContain("NaN");
    }

    @Test
    void twoJudgesAreComparedOnWhatBothScored() {
        for (int i = 0; i < 20; i++) {
            add("t" + i, true, 10, 0.9);
            add("t" + i, false, 10, 0.1);
        }
        List<JudgedItem> other = IntStream.range(0, items.size())
                .mapToObj(i -> {
                    JudgedItem own = items.get(i);
                    Double score = i == 0 ? null : i == 3 ? (Double) 1.0 : own.score();
                    return new JudgedItem(
                            own.position() + 1,
                            own.item(),
                            own.contentHash(),
                            own.task(),
                            own.source(),
                            own.known(),
                            own.length(),
                            null,
                            List.of(said(score, null)));
                })
                .toList();

        JudgeComparison comparison = Comparing.of(evaluation(), items, evaluation(), other, 10);

        assertThat(comparison.common()).isEqualTo(40);
        assertThat(comparison.scored()).isEqualTo(39);
        assertThat(comparison.disagreements()).hasSize(1);
        assertThat(comparison.disagreements().getFirst().positionB()).isEqualTo(4);
        assertThat(comparison.disagreements().getFirst().decided()).isTrue();
        JudgeComparison.Compared accuracy = comparison.figures().stream()
                .filter(one -> one.figure().equals("accuracy"))
                .findFirst()
                .orElseThrow();
        assertThat(value(accuracy.difference())).isEqualTo(-1 / 39.0, EXACT);
        assertThat(value(comparison.figures().getFirst().difference())).isNegative();
        assertThat(value(comparison.kappa())).isBetween(0.9, 0.99);
    }
}
