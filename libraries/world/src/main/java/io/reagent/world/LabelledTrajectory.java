package io.reagent.world;

import io.reagent.core.trajectory.Trajectory;
import java.util.List;

/**
 * A trajectory with what a judge should say of it.
 *
 * @param task what was asked
 * @param trajectory what the agent did; every tool result comes from {@link WorldTools}
 * @param flaws what is wrong with it, in order; empty when it is sound
 * @param reasoning the judge's walk through the trajectory, each check with its evidence beside it
 * @param critique one or two sentences to the agent; never tells the reference answer
 * @param score in [0, 1], two decimals: the product of the flaws' factors
 * @param correct whether the answer equals the reference answer
 */
public record LabelledTrajectory(
        Task task,
        Trajectory trajectory,
        List<Flaw> flaws,
        String reasoning,
        String critique,
        double score,
        boolean correct) {
    public LabelledTrajectory {
        flaws = List.copyOf(flaws);
    }
}
