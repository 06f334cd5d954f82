package io.reagent.kit.database;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time-ordered ids (RFC 9562, version 7). Within one process they strictly increase: the 12 bits after the millisecond
 * count, and a full count borrows from the next millisecond. An id is a name, not a secret: its random part is not
 * unguessable.
 */
public final class UuidV7 {
    /** The last id's milliseconds, shifted left by 12, plus its count. */
    private static final AtomicLong LAST = new AtomicLong();

    private UuidV7() {}

    public static UUID next() {
        long now = System.currentTimeMillis() << 12;
        long ticks = LAST.updateAndGet(last -> Math.max(last + 1, now));
        long high = (ticks >>> 12) << 16 | 0x7000L | (ticks & 0xFFF);
        long low = ThreadLocalRandom.current().nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** The least id of a moment: all ids of before are less. */
    public static UUID least(Instant moment) {
        return new UUID(moment.toEpochMilli() << 16 | 0x7000L, 0x8000_0000_0000_0000L);
    }
}
