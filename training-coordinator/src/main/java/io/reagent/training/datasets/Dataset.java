package io.reagent.training.datasets;

import java.util.List;
import java.util.stream.IntStream;

/** Tasks in an order that a seed decides. The same seed gives the same tasks to the same step, whoever asks. */
public interface Dataset {
    /** Tasks to train on. */
    int size();

    /** One of them. */
    TrainingTask task(int index);

    /** A conversation that answers it as it should be answered, for imitation. */
    Conversation conversation(int index);

    /** Up to so many held-out tasks; always the first ones. */
    List<TrainingTask> heldOut(int count);

    /**
     * The tasks of a step. All tasks come once before any comes again, in a new order each time.
     *
     * @param step counted from 0
     */
    default List<TrainingTask> ofStep(int step, int count, long seed) {
        return indices(step, count, seed).mapToObj(this::task).toList();
    }

    /** Equal for datasets of the same tasks in the same order. */
    default Object identity() {
        return this;
    }

    /** What was not taken from its files and why, in words; empty when nothing was left out. */
    default List<String> notices() {
        return List.of();
    }

    /** The conversations of a step, in the same order. */
    default List<Conversation> conversationsOfStep(int step, int count, long seed) {
        return indices(step, count, seed).mapToObj(this::conversation).toList();
    }

    private IntStream indices(int step, int count, long seed) {
        long first = (long) step * count;
        return IntStream.range(0, count).map(i -> Shuffle.at(first + i, size(), seed));
    }
}
