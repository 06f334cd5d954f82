package io.reagent.rrm.dialects;

import io.reagent.core.judgement.Outcome;
import io.reagent.kit.problem.Problem;
import io.reagent.rrm.store.JudgementRecord;
import java.time.Duration;
import org.springframework.http.HttpStatus;

/** The one number most trainers ask for, or why there is none: a failed judgement is an HTTP error, never a score. */
final class DialectScore {
    private static final Duration RETRY = Duration.ofSeconds(5);

    private DialectScore() {}

    /**
     * The score, in [0, 1].
     *
     * @throws io.reagent.kit.problem.ProblemException 503 when judging again may help, 422 when it will not
     */
    static double score(JudgementRecord judgement) {
        Double score = judgement.score();
        if (score == null) {
            throw failed(judgement).asException();
        }
        return score;
    }

    /** Why there is no score. */
    static Problem failed(JudgementRecord judgement) {
        Problem problem = Problem.of(
                status(judgement.outcome()),
                "judgement-failed",
                "The judge gave no score: " + reason(judgement) + " (judgement " + judgement.id() + ")");
        return problem.status() == HttpStatus.SERVICE_UNAVAILABLE
                ? problem.remedy("Try again, or drop this sample; do not train on it as a zero.")
                        .retryAfter(RETRY)
                : problem.remedy("Drop this sample; do not train on it as a zero. The judgement's id shows what the"
                        + " judge wrote.");
    }

    /** The outcome, and what the judge's diagnostics add to it. */
    static String reason(JudgementRecord judgement) {
        Object detail = judgement.diagnostics().get("detail");
        return judgement.outcome() + (detail == null ? "" : ", " + detail);
    }

    private static HttpStatus status(Outcome outcome) {
        return switch (outcome) {
            case TIMEOUT, UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            case PARSE_ERROR, TRUNCATED, REFUSED, OUT_OF_RANGE -> HttpStatus.UNPROCESSABLE_CONTENT;
            case SCORED -> throw new IllegalArgumentException("a scored judgement has not failed");
        };
    }
}
