package io.reagent.clients.evaluations;

import java.util.UUID;

/** What came of an order. That the service could not be asked is an {@link EvaluationServiceException} instead. */
public sealed interface EvaluationStart {
    /** It goes on there, or has gone on since the order was sent before. */
    record Started(UUID id) implements EvaluationStart {}

    /** The service will not do it, however often it is asked. */
    record Refused(String reason) implements EvaluationStart {}
}
