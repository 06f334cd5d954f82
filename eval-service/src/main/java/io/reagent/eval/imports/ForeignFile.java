package io.reagent.eval.imports;

import java.io.Closeable;
import org.jspecify.annotations.Nullable;

/** A file of attempts, read one after the other. Blocking. */
interface ForeignFile extends Closeable {
    /**
     * The next attempt, or null after the last.
     *
     * @throws io.reagent.kit.problem.ProblemException naming the line or sample that cannot be read
     */
    @Nullable ForeignAttempt next();

    /** The model as the file names it, once it is read; null where it names none. */
    default @Nullable String model() {
        return null;
    }

    /** Who scored, as the file names it; null where it does not say. */
    default @Nullable String scorer() {
        return null;
    }
}
