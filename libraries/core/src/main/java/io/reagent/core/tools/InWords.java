package io.reagent.core.tools;

import java.time.Duration;
import java.util.Locale;

/** Limits as a model is told them. */
public final class InWords {
    private InWords() {}

    /** Such as {@code 20 s} or {@code 0.5 s}. */
    public static String of(Duration time) {
        double seconds = time.toMillis() / 1000.0;
        return (seconds == Math.rint(seconds) ? Long.toString((long) seconds) : Double.toString(seconds)) + " s";
    }

    /** Such as {@code 64 MiB} or {@code 1.5 GiB}. */
    public static String ofBytes(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit < 3) {
            size /= 1024;
            unit++;
        }
        String number = size == Math.rint(size) ? Long.toString((long) size) : String.format(Locale.ROOT, "%.1f", size);
        return number + " " + new String[] {"bytes", "KiB", "MiB", "GiB"}[unit];
    }
}
