package io.reagent.lm.generate;

import io.reagent.lm.decoder.Adapter;
import io.reagent.lm.decoder.KeyValueCache;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens each slot of the key/value cache holds, and who uses it. A sequence that ends leaves its tokens behind, so
 * that a later prompt that begins alike starts from there: taking the slot over, or copying the common beginning out of
 * a slot in use. The least recently used idle slot is given away first. Owner thread only.
 */
final class Slots {
    /** Fewer common tokens are computed again sooner than copied. */
    private static final int LEAST_COPIED = 8;

    private final KeyValueCache cache;
    private final int most;
    private final long positions;
    private final int step;
    private final List<Slot> slots = new ArrayList<>();
    private long clock;

    /**
     * @param most slots at most
     * @param positions the budget: slots times positions of each never exceed it
     * @param step prefixes are reused in multiples of this
     */
    Slots(KeyValueCache cache, int most, long positions, int step) {
        this.cache = cache;
        this.most = most;
        this.positions = positions;
        this.step = step;
    }

    /** One place in the cache. */
    static final class Slot {
        private final int index;
        /** Who uses it, or null. */
        private @Nullable Sequence owner;
        /** What an ended owner left: the tokens whose keys and values are there. */
        private int[] left = {};
        /** What they were computed with. */
        private @Nullable Adapter adapter;

        private long used;

        Slot(int index) {
            this.index = index;
        }

        int index() {
            return index;
        }
    }

    /** How long a common beginning is, in which slot. */
    private record Match(Slot slot, int length) {}

    /**
     * Gives a sequence a slot, with as much of its beginning in it as can be had; null when there is no room now, or when
     * it is better to wait for a sequence that is computing the same beginning.
     */
    @Nullable Slot take(Sequence sequence) {
        Match match = best(sequence, false);
        Match coming = best(sequence, true);
        if (coming.length >= Math.max(LEAST_COPIED, match.length + step)) {
            return null;
        }
        Slot slot = match.length > 0 && match.slot.owner == null ? match.slot : free(match.slot);
        if (slot == null) {
            return null;
        }
        int reused = match.length;
        if (!room(sequence.length() + 1, slot.index + 1)) {
            compact();
            slot = slots.stream().filter(one -> one.owner == null).findFirst().orElse(null);
            reused = 0;
            if (slot == null || !room(sequence.length() + 1, slot.index + 1)) {
                return null;
            }
        }
        if (slot != match.slot && reused > 0) {
            cache.copy(match.slot.index, slot.index, reused);
        }
        slot.owner = sequence;
        slot.left = new int[0];
        slot.used = ++clock;
        sequence.place(slot, reused);
        return slot;
    }

    /** The longest beginning that is computed, or with {@code coming} that will be by sequences under way. */
    private Match best(Sequence sequence, boolean coming) {
        Match best = new Match(new Slot(-1), 0);
        if (!sequence.mayReuse()) {
            return best;
        }
        for (Slot slot : slots) {
            Sequence owner = slot.owner;
            if (sequence.adapter() != (owner == null ? slot.adapter : owner.adapter())) {
                continue;
            }
            int length;
            if (owner == null) {
                length = coming ? 0 : sequence.common(slot.left, slot.left.length);
            } else {
                length = sequence.common(owner.ids(), coming ? owner.length() : owner.computed());
            }
            length = length / step * step;
            if (length > best.length && (slot.owner == null || length >= LEAST_COPIED)) {
                best = new Match(slot, length);
            }
        }
        return best;
    }

    /** An idle slot, a new one before a used one; {@code keep} last of all. */
    private @Nullable Slot free(Slot keep) {
        Slot oldest = slots.stream()
                .filter(slot -> slot.owner == null)
                .min(Comparator.comparing((Slot slot) -> slot == keep).thenComparingLong(slot -> slot.used))
                .orElse(null);
        if (slots.size() < most && (oldest == null || oldest.left.length > 0)) {
            Slot added = new Slot(slots.size());
            if ((long) (slots.size() + 1) * Math.max(cache.capacity(), KeyValueCache.BLOCK) <= positions) {
                slots.add(added);
                return added;
            }
        }
        return oldest;
    }

    /** Makes the cache at least this large if the budget allows it. */
    private boolean room(int needed, int neededSlots) {
        int wanted = Math.max(cache.capacity(), KeyValueCache.blocks(needed));
        int count = Math.max(cache.slots(), neededSlots);
        if ((long) wanted * count > positions) {
            count = Math.max(neededSlots, highestInUse() + 1);
            if ((long) wanted * count > positions) {
                return false;
            }
        }
        if (wanted > cache.capacity() || count > cache.slots()) {
            // ahead of what is needed, as far as the budget goes: every growth copies the cache
            int more = count > cache.slots() ? Math.min(most, Math.max(count, 2 * cache.slots())) : count;
            int longer = wanted > cache.capacity() ? KeyValueCache.blocks(wanted + cache.capacity() / 4) : wanted;
            int chosen = (long) wanted * more <= positions ? more : count;
            resize(chosen, (long) longer * chosen <= positions ? longer : wanted);
        } else if (count < cache.slots()) {
            resize(count, wanted);
        }
        return true;
    }

    private void resize(int count, int capacity) {
        cache.resize(count, capacity);
        while (slots.size() > count) {
            slots.removeLast();
        }
    }

    private int highestInUse() {
        return slots.stream()
                .filter(slot -> slot.owner != null)
                .mapToInt(Slot::index)
                .max()
                .orElse(-1);
    }

    /** Room for one more token of a running sequence; false when the budget is spent. */
    boolean grow(Sequence sequence) {
        if (sequence.length() <= cache.capacity() || room(sequence.length(), highestInUse() + 1)) {
            return true;
        }
        compact();
        return room(sequence.length(), highestInUse() + 1);
    }

    /** Moves sequences from the last slots into idle ones before them, whose old tokens are lost. */
    private void compact() {
        for (Slot idle : slots) {
            int last = highestInUse();
            if (idle.owner == null && idle.index < last) {
                Slot from = slots.get(last);
                Sequence owner = Objects.requireNonNull(from.owner);
                cache.copy(from.index, idle.index, owner.computed());
                idle.owner = owner;
                idle.left = new int[0];
                from.owner = null;
                from.left = new int[0];
                owner.moveTo(idle);
            }
        }
    }

    /** The owner is done; its tokens stay as long as nobody else needs the slot. */
    void release(Slot slot) {
        Sequence owner = Objects.requireNonNull(slot.owner);
        slot.left = Arrays.copyOf(owner.ids(), owner.computed());
        slot.adapter = owner.adapter();
        slot.owner = null;
        slot.used = ++clock;
    }

    /** Positions that running sequences occupy. */
    long occupied() {
        return slots.stream()
                .mapToLong(slot -> slot.owner == null ? 0 : slot.owner.computed())
                .sum();
    }

    /** Positions allocated. */
    long allocated() {
        return (long) cache.slots() * cache.capacity();
    }

    /** Forgets everything. */
    void reset() {
        slots.clear();
        cache.reset();
    }
}
