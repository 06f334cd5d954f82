package io.reagent.recipes;

import ai.djl.Device;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.core.world.Oracle;
import io.reagent.core.world.Split;
import io.reagent.lm.LanguageModel;
import io.reagent.lm.generate.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * {@code ./reagent bench drafts [count]}: what guessing tokens ahead gains a judge, on the same trajectories with more
 * and more guesses, and whether it still writes the same.
 */
public final class DraftsBench {
    private static final Path JUDGE = Path.of("models/rrm-tiny");
    private static final long FIRST = 2_000_000_000L;
    private static final int WARM_UP = 32;

    private DraftsBench() {}

    /** @param arguments how many trajectories, 128 where nothing is said */
    public static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 128;
        List<Trajectory> trajectories = LongStream.range(FIRST, FIRST + count)
                .mapToObj(seed -> Oracle.draw(seed, Split.HELD_OUT).trajectory())
                .toList();
        System.out.println("rrm-tiny, " + count + " trajectories, up to 32 at once");
        System.out.printf("%8s %10s %12s %10s %14s%n", "drafts", "seconds", "judgements/s", "right", "same judgements");
        List<JudgeRun.Judged> plain = List.of();
        for (int drafts : new int[] {0, 1, 2, 4, 8}) {
            Engine.Limits limits = new Engine.Limits(32, count + WARM_UP).drafting(drafts);
            try (LanguageModel model = LanguageModel.load(JUDGE, Device.cpu(), limits)) {
                JudgeRun run = new JudgeRun(model);
                run.judge(trajectories.subList(0, Math.min(WARM_UP, count)), "warm-up");
                long guessed = model.statistics().guessedTokens();
                long right = model.statistics().rightTokens();
                long began = System.nanoTime();
                List<JudgeRun.Judged> judged = run.judge(trajectories, "drafts");
                double seconds = (System.nanoTime() - began) / 1e9;
                double share = (double) (model.statistics().rightTokens() - right)
                        / Math.max(1, model.statistics().guessedTokens() - guessed);
                plain = drafts == 0 ? judged : plain;
                System.out.printf(
                        "%8d %10.1f %12.1f %9.0f%% %10d of %d%n",
                        drafts, seconds, count / seconds, 100 * share, same(plain, judged), count);
            }
        }
    }

    private static long same(List<JudgeRun.Judged> some, List<JudgeRun.Judged> others) {
        return IntStream.range(0, some.size())
                .filter(i -> some.get(i).text().equals(others.get(i).text()))
                .count();
    }
}
