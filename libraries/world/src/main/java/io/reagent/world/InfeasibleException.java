package io.reagent.world;

import java.io.Serial;

/** This task gives no occasion for this flaw at this place. */
final class InfeasibleException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    InfeasibleException(String reason) {
        super(reason, null, false, false);
    }
}
