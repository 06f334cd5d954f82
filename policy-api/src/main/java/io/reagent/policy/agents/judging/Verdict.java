package io.reagent.policy.agents.judging;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What came of asking a judge. */
public sealed interface Verdict {
    /**
     * A judgement with a score.
     *
     * @param id of the judgement in the judge's service
     * @param trajectoryId of the attempt there
     * @param judge its name
     * @param score in [0, 1]
     * @param critique may be empty
     */
    record Scored(UUID id, UUID trajectoryId, String judge, double score, String critique) implements Verdict {}

    /**
     * None: the judge failed, refused, or could not be asked.
     *
     * @param outcome as the judge's service names it; UNAVAILABLE when it gave none
     * @param id of the failed judgement, where one was stored
     * @param reason in words
     */
    record Failed(String outcome, @Nullable UUID id, String reason) implements Verdict {}
}
