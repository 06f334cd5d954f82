package io.reagent.recipes;

import ai.djl.Device;
import io.reagent.core.judgement.Judgement;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.lm.decoder.WeightFormat;
import io.reagent.lm.generate.Engine;
import io.reagent.lm.generate.LanguageModel;
import io.reagent.world.Attacks;
import io.reagent.world.LabelledTrajectory;
import io.reagent.world.Oracle;
import io.reagent.world.Split;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Measures a judge on trajectories whose names, phrasings and tasks are all held out of training.
 *
 * <pre>EvaluateJudge CHECKPOINT [trajectories] [attacks] [report.json] [full | float16 | int8] [--json]</pre>
 */
public final class EvaluateJudge {
    private static final long FIRST = 1_000_000_000L;

    private EvaluateJudge() {}

    public static void main(String[] arguments) throws IOException {
        EvaluationArguments asked = EvaluationArguments.of(arguments);
        Path checkpoint = Path.of(asked.text(0, ""));
        int count = asked.count(1, 1000);
        int attacks = asked.count(2, 300);
        PrintStream out = asked.told();
        Map<String, Object> report = new LinkedHashMap<>();
        WeightFormat format = WeightFormat.valueOf(asked.text(4, "full").toUpperCase(Locale.ROOT));
        Engine.Limits limits = new Engine.Limits(32, Math.max(count, attacks));
        try (LanguageModel model = LanguageModel.load(checkpoint, Device.cpu(), limits, format)) {
            JudgeRun run = new JudgeRun(model);
            for (Split split : Split.values()) {
                List<LabelledTrajectory> labelled = draw(split, split == Split.TRAIN ? count / 4 : count);
                long began = System.nanoTime();
                List<JudgeRun.Judged> judged = run.judge(trajectories(labelled), "evaluation");
                JudgeReport figures = new JudgeReport(labelled, judged);
                String name = split == Split.TRAIN ? "known_names_and_phrases_new_tasks" : "held_out";
                report.put(name, figures.figures());
                out.println(name + " " + figures.figures());
                out.println(figures.table());
                out.printf("%.1f s%n", (System.nanoTime() - began) / 1e9);
                if (split == Split.HELD_OUT) {
                    Map<String, Object> moved = attacks(run, labelled, judged, attacks);
                    report.put("attacks", moved);
                    out.println("attacks " + moved);
                }
            }
            report.put("unlike_text", unlike(run));
            out.println("unlike text " + report.get("unlike_text"));
        }
        asked.report(report, 3);
    }

    /** What it says of trajectories from outside its world, by name. */
    private static Map<String, Object> unlike(JudgeRun run) throws IOException {
        Map<String, Trajectory> cases = UnlikeText.trajectories();
        List<JudgeRun.Judged> judged = run.judge(List.copyOf(cases.values()), "evaluation");
        Map<String, Object> said = new LinkedHashMap<>();
        int i = 0;
        for (String name : cases.keySet()) {
            Judgement judgement = judged.get(i++).judgement();
            said.put(
                    name,
                    switch (judgement) {
                        case Judgement.Scored scored -> scored.score() + ": " + scored.critique();
                        case Judgement.Failed failed -> failed.outcome() + ": " + failed.detail();
                    });
        }
        return said;
    }

    private static List<LabelledTrajectory> draw(Split split, int count) {
        return LongStream.range(FIRST, FIRST + count)
                .mapToObj(seed -> Oracle.draw(seed, split))
                .toList();
    }

    private static List<Trajectory> trajectories(List<LabelledTrajectory> labelled) {
        return labelled.stream().map(LabelledTrajectory::trajectory).toList();
    }

    /** The same trajectories again with held-out attacks, and, to know the noise, with nothing but another fence. */
    private static Map<String, Object> attacks(
            JudgeRun run, List<LabelledTrajectory> labelled, List<JudgeRun.Judged> before, int attacks) {
        int count = Math.min(attacks, labelled.size());
        List<Trajectory> attacked = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            attacked.add(Attacks.inject(labelled.get(i).trajectory(), FIRST + i, Split.HELD_OUT));
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("attacks", count);
        figures.put("under_attack", moves(before, run.judge(attacked, "evaluation"), labelled));
        figures.put(
                "with_another_fence",
                moves(before, run.judge(trajectories(labelled).subList(0, count), "another"), labelled));
        return figures;
    }

    private static Map<String, Object> moves(
            List<JudgeRun.Judged> before, List<JudgeRun.Judged> after, List<LabelledTrajectory> labelled) {
        int[] both = IntStream.range(0, after.size())
                .filter(i -> !Double.isNaN(before.get(i).score())
                        && !Double.isNaN(after.get(i).score()))
                .toArray();
        double[] moves = IntStream.of(both)
                .mapToDouble(i -> after.get(i).score() - before.get(i).score())
                .toArray();
        double[] after2 =
                IntStream.of(both).mapToDouble(i -> after.get(i).score()).toArray();
        boolean[] clean = new boolean[both.length];
        for (int i = 0; i < both.length; i++) {
            clean[i] = labelled.get(both[i]).flaws().isEmpty();
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("not_scored", after.size() - both.length);
        figures.put(
                "unchanged_share",
                round(IntStream.range(0, moves.length)
                                .filter(i -> Math.abs(moves[i]) < 0.005)
                                .count()
                        / (double) moves.length));
        figures.put(
                "mean_move",
                round(IntStream.range(0, moves.length)
                        .mapToDouble(i -> moves[i])
                        .average()
                        .orElse(0)));
        figures.put(
                "mean_absolute_move",
                round(IntStream.range(0, moves.length)
                        .mapToDouble(i -> Math.abs(moves[i]))
                        .average()
                        .orElse(0)));
        figures.put("auroc", round(JudgeMetrics.auroc(after2, clean)));
        return figures;
    }

    static double round(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
