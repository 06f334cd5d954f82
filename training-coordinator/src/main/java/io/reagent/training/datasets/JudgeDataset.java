package io.reagent.training.datasets;

import io.reagent.core.judgement.JudgePromptTemplate;
import io.reagent.world.FlawType;
import io.reagent.world.LabelledTrajectory;
import io.reagent.world.Oracle;
import io.reagent.world.Split;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Trajectories to judge.
 *
 * @param identity equal for the same trajectories and template
 * @param training gives one of {@code size}
 * @param evaluation gives one of {@code heldOutSize}
 */
record JudgeDataset(
        Object identity,
        JudgePromptTemplate template,
        int size,
        IntFunction<JudgeCase> training,
        int heldOutSize,
        IntFunction<JudgeCase> evaluation)
        implements Dataset {

    /** Sound and flawed runs of the made-up world. */
    static JudgeDataset world(JudgePromptTemplate template, DatasetSpec.World spec) {
        return new JudgeDataset(
                List.of(template, spec),
                template,
                spec.tasks(),
                i -> drawn(spec.firstSeed() + i, spec.split()),
                Integer.MAX_VALUE,
                i -> drawn(i, WorldDataset.other(spec.split())));
    }

    private static JudgeCase drawn(long seed, Split split) {
        LabelledTrajectory labelled = Oracle.draw(seed, split, List.of(FlawType.values()));
        return new JudgeCase(
                WorldDataset.id(seed, split),
                labelled.trajectory(),
                labelled.score(),
                labelled.reasoning(),
                labelled.critique());
    }

    @Override
    public TrainingTask task(int index) {
        return training.apply(index).task(template);
    }

    @Override
    public Conversation conversation(int index) {
        return training.apply(index).conversation(template);
    }

    @Override
    public List<TrainingTask> heldOut(int count) {
        return IntStream.range(0, Math.min(count, heldOutSize))
                .mapToObj(i -> evaluation.apply(i).task(template))
                .toList();
    }
}
