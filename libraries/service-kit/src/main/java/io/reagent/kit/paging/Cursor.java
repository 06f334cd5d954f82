package io.reagent.kit.paging;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.reagent.kit.problem.Problem;
import java.util.Base64;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/**
 * Where a page begins, in a form that callers pass back and do not take apart.
 *
 * @param list tells the cursors of one list from those of others, and of other versions
 */
public record Cursor(String list) {
    public String after(UUID last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((list + ":" + last).getBytes(US_ASCII));
    }

    /** @throws io.reagent.kit.problem.ProblemException 400 naming {@code cursor}, when this list did not give it out */
    public UUID read(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), US_ASCII);
            if (text.startsWith(list + ":")) {
                return UUID.fromString(text.substring(list.length() + 1));
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
