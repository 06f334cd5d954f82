package io.reagent.lm.train;

import java.io.Serial;

/**
 * A loss or gradient is not finite: the message names the micro-batch and the examples in it. Weights and optimizer are
 * as they were; all gradients added since the last step are gone, so whoever wants them calls again without the culprit.
 */
public final class NonFiniteGradientException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    NonFiniteGradientException(String where, double value) {
        super(where + " is " + value
                + "; the weights are unchanged and the gradients added since the last step dropped");
    }
}
