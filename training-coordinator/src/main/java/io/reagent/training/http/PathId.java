package io.reagent.training.http;

import io.reagent.kit.problem.Problem;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/** Ids as they stand in a path or a query. */
final class PathId {
    private PathId() {}

    static UUID of(String text, String field) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notOne) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "invalid-id", field + " is not a UUID")
                    .field(field)
                    .remedy("Send an id such as 0198f3b2-7c1e-7a63-9d7e-0a4f5f2b6c11.")
                    .asException();
        }
    }
}
