package io.reagent.eval.grading;

import io.reagent.clients.judge.JudgeClient;
import io.reagent.clients.judge.JudgeException;
import io.reagent.clients.judge.OfferedJudge;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

/** The judges that rrm-api offers: whoever is named has to be one of them, and able to judge. */
public final class KnownJudges {
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final String AWAY = "judges-unreachable";

    private final JudgeClient client;

    public KnownJudges(JudgeClient client) {
        this.client = client;
    }

    /**
     * The name of the judge, which is that of the standard one where none is given. Fails with a {@link ProblemException}: 422
     * where there is no such judge or it cannot judge, 503 where nobody can be asked {@linkplain #isAway now}, 502 where
     * rrm-api refuses to say, or something else answers in its place.
     *
     * @param field of the request that names it
     */
    public Mono<String> named(@Nullable String name, String field) {
        return client.judges()
                .onErrorMap(JudgeException.class, KnownJudges::unasked)
                .map(all -> known(name == null ? all.standard() : name, field, all));
    }

    /** Whether the judges' service did not answer, so that nothing is known of the judge. */
    public static boolean isAway(Throwable error) {
        return error instanceof ProblemException problem
                && problem.problem().slug().equals(AWAY);
    }

    private static String known(@Nullable String name, String field, JudgeClient.Judges all) {
        if (name == null) {
            throw unknown(field, "nobody judges when no judge is named", all);
        }
        OfferedJudge judge = all.named(name);
        if (judge == null) {
            throw unknown(field, "there is no judge '" + name + "'", all);
        }
        if (judge.problem() != null) {
            throw Problem.of(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "unusable-judge",
                            field + ": the judge '" + name + "' cannot be used: " + judge.problem())
                    .field(field)
                    .remedy("Have its operator mend it, or name another.")
                    .asException();
        }
        return name;
    }

    private static ProblemException unknown(String field, String detail, JudgeClient.Judges all) {
        return Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "unknown-judge", field + ": " + detail)
                .field(field)
                .remedy(
                        all.names().isEmpty()
                                ? "There is none yet."
                                : "Name one of " + String.join(", ", all.names()) + ".")
                .asException();
    }

    private static ProblemException unasked(JudgeException error) {
        String said = String.valueOf(error.getMessage());
        Problem problem =
                switch (error.kind()) {
                    case AWAY ->
                        Problem.of(HttpStatus.SERVICE_UNAVAILABLE, AWAY, said)
                                .remedy("Start rrm-api, or correct reagent.eval.judge-url, and send the request again.")
                                .retryAfter(LATER);
                    case GARBLED ->
                        Problem.of(HttpStatus.BAD_GATEWAY, "judges-garbled", said)
                                .remedy("Let reagent.eval.judge-url be rrm-api's own address.");
                    case REFUSED, TURNED_AWAY ->
                        Problem.of(HttpStatus.BAD_GATEWAY, "judges-refused", said)
                                .remedy("Give this service a key of rrm-api as reagent.eval.judge-api-key.");
                };
        return new ProblemException(problem, error);
    }
}
