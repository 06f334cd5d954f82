package io.reagent.core.judgement;

import org.jspecify.annotations.Nullable;

/**
 * What it means that rrm-api answered a request for one judgement with something other than a judgement. The one table for
 * all that ask it.
 */
public sealed interface Refusal {
    /** It may pass: the same request later may be judged. */
    record Passing() implements Refusal {}

    /**
     * It is about this trajectory alone, and for good: it has no judgement.
     *
     * @param outcome never SCORED
     */
    record Unjudged(Outcome outcome) implements Refusal {}

    /** It is about whoever asks or whom they ask, so that no trajectory would be judged: someone has to see to it. */
    record Misdirected() implements Refusal {}

    String TYPE = "urn:reagent:problem:";

    /**
     * @param status of the answer, other than 2xx
     * @param type of its problem, {@code urn:reagent:problem:…}, or null when it named none
     */
    static Refusal of(int status, @Nullable String type) {
        // the second with 503: for its caller it is away until somebody corrects it
        if ((TYPE + "unknown-judge").equals(type) || (TYPE + "judge-misconfigured").equals(type)) {
            return new Misdirected();
        }
        if (status == 413 || (TYPE + "trajectory-too-long").equals(type)) {
            return new Unjudged(Outcome.TRUNCATED);
        }
        return switch (status) {
            // no key or a wrong one
            case 401, 403 -> new Misdirected();
            // rrm-api itself says that there is no such route; a proxy without rrm-api behind it may have it again
            case 404, 405 -> type != null && type.startsWith(TYPE) ? new Misdirected() : new Passing();
            case 408, 425, 429 -> new Passing();
            default ->
                status >= 500 ? new Passing() : status >= 400 ? new Unjudged(Outcome.REFUSED) : new Misdirected();
        };
    }
}
