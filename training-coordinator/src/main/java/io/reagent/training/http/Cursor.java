package io.reagent.training.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.reagent.kit.problem.Problem;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Where a page begins, in a form that callers pass back and do not take apart. */
final class Cursor {
    private static final String PREFIX = "t1:";

    private Cursor() {}

    static String after(UUID last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((PREFIX + last).getBytes(US_ASCII));
    }

    static @Nullable UUID read(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), US_ASCII);
            if (text.startsWith(PREFIX)) {
                return UUID.fromString(text.substring(PREFIX.length()));
            }
        } catch (IllegalArgumentException notOurs) {
            // answered below, like one of ours from another list
        }
        throw Problem.of(HttpStatus.BAD_REQUEST, "invalid-cursor", "cursor was not given out by this list")
                .field("cursor")
                .remedy("Send next_cursor of the page before as it is, or leave cursor out for the first page.")
                .asException();
    }
}
