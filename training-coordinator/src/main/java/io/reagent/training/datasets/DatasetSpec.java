package io.reagent.training.datasets;

import io.reagent.world.Split;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which tasks a run learns from, and which are kept for its evaluations. */
public sealed interface DatasetSpec {
    /**
     * The made-up world.
     *
     * @param split the names and phrasings to train on; evaluations use the other one
     * @param firstSeed of the tasks
     * @param tasks how many there are from it on
     */
    record World(Split split, long firstSeed, int tasks) implements DatasetSpec {}

    /**
     * A file of JSON lines.
     *
     * @param format how a line's answer is read
     * @param path of the training tasks
     * @param evaluation of the held-out tasks, or null to hold out the last lines of the training file
     */
    record File(Format format, Path path, @Nullable Path evaluation) implements DatasetSpec {}

    /** How answers stand in a file. */
    enum Format {
        /** {@code {"question", "answer"}}. */
        JSONL,
        /** The same, and the answer follows {@code ####} at the end of a worked solution. */
        GSM8K
    }
}
