package io.reagent.kit.paging;

import io.reagent.kit.problem.Problem;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/** Ids as they stand in a path or a query. */
public final class PathId {
    private PathId() {}

    /**
     * @param what the id is of, for the remedy
     * @throws io.reagent.kit.problem.ProblemException 400 naming {@code id}, when it is none
     */
    public static UUID of(String text, String what) {
        return of(text, "id", what);
    }

    /** The same, naming another field. */
    public static UUID of(String text, String field, String what) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notOne) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "invalid-id", field + " is not a UUID")
                    .field(field)
                    .remedy("Send the id of a " + what + ", such as 0198f3b2-7c1e-7a63-9d7e-0a4f5f2b6c11.")
                    .asException();
        }
    }
}
