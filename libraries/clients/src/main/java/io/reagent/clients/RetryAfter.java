package io.reagent.clients;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** How long a busy server asks to be left alone. */
public final class RetryAfter {
    /** What asks for more is not waited for any longer than this. */
    public static final Duration LATEST = Duration.ofMinutes(5);

    private RetryAfter() {}

    /** In seconds, at most {@link #LATEST}; null when the answer does not tell, or tells a date. */
    public static @Nullable Duration of(HttpHeaders headers) {
        String seconds = headers.getFirst(HttpHeaders.RETRY_AFTER);
        if (seconds == null || !seconds.strip().matches("\\d{1,9}")) {
            return null;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(seconds.strip()));
        return asked.compareTo(LATEST) > 0 ? LATEST : asked;
    }
}
