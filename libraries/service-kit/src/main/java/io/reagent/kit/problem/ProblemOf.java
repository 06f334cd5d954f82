package io.reagent.kit.problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The problem to write into a response that has already begun: a line of a batch, an event of a stream. */
public final class ProblemOf {
    private static final Logger log = LoggerFactory.getLogger(ProblemOf.class);

    private ProblemOf() {}

    /** Never null: what callers may not see is logged under an id, and the problem carries the id. */
    public static Problem any(Throwable error) {
        Problem known = Problems.of(error);
        if (known != null) {
            return known;
        }
        Problem internal = Problem.internal();
        log.error("Error {} inside a response that had begun", internal.errorId(), error);
        return internal;
    }
}
