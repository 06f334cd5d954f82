package io.reagent.training.scheduling;

import io.reagent.clients.evaluations.EvaluationServiceException;
import io.reagent.clients.judge.JudgeException;
import io.reagent.dialogue.UnfitTemplateException;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.Problems;
import io.reagent.training.engine.EngineException;
import io.reagent.training.rollouts.RunSupersededException;
import io.reagent.training.steps.StopRunException;
import reactor.core.Exceptions;

/**
 * What an attempt's failure means for its run.
 *
 * @param reason for people
 */
record Mishap(Consequence consequence, String reason) {
    enum Consequence {
        /** Something is away: wait, then try again, however long it takes. */
        WAIT,
        /** Something is wrong that may be chance: try again some times. */
        RETRY,
        /** Stop until a person resumes the run. */
        STOP,
        /** The run is no longer this attempt's business. */
        LET_GO
    }

    static Mishap of(Throwable thrown) {
        Throwable error = Exceptions.unwrap(thrown);
        return switch (error) {
            case RunSupersededException superseded -> new Mishap(Consequence.LET_GO, said(error));
            case StopRunException stop -> new Mishap(Consequence.STOP, said(error));
            case JudgeException judge ->
                new Mishap(
                        switch (judge.kind()) {
                            case AWAY -> Consequence.WAIT;
                            case GARBLED -> Consequence.RETRY;
                            case REFUSED, TURNED_AWAY -> Consequence.STOP;
                        },
                        said(error));
            case EvaluationServiceException evaluation -> new Mishap(Consequence.WAIT, said(error));
            case UnfitTemplateException unfit -> new Mishap(Consequence.STOP, said(error));
            case EngineException engine ->
                new Mishap(
                        switch (engine.kind()) {
                            case UNREACHABLE, BUSY -> Consequence.WAIT;
                            case GONE, FAILED, OVERDUE -> Consequence.RETRY;
                            case REFUSED, TURNED_AWAY -> Consequence.STOP;
                        },
                        said(error));
            default -> {
                Problem problem = Problems.of(error);
                yield problem != null && problem.slug().equals("database-unavailable")
                        ? new Mishap(Consequence.WAIT, problem.detail())
                        : new Mishap(Consequence.RETRY, "unexpected: " + error);
            }
        };
    }

    private static String said(Throwable error) {
        return String.valueOf(error.getMessage());
    }
}
