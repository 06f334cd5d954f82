package io.reagent.tools.browse;

import java.time.Duration;

/**
 * What one page may cost.
 *
 * @param bytes the most that is read of it, decompressed; the rest is left
 * @param silence the longest wait for a connection or for the next bytes
 * @param redirects the most that are followed
 */
public record WebLimits(int bytes, Duration silence, int redirects) {
    public static final WebLimits DEFAULT = new WebLimits(10 << 20, Duration.ofSeconds(15), 5);

    public WebLimits {
        if (bytes < 1 || silence.toMillis() < 1 || redirects < 0) {
            throw new IllegalArgumentException("bytes and silence must be positive and redirects not negative; were "
                    + bytes + ", " + silence + " and " + redirects);
        }
    }
}
