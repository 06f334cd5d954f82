package io.reagent.lm.generate;

import io.reagent.lm.decoder.KeyValueCache;
import io.reagent.lm.generate.Shelf.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which sequence has which slot of the key/value cache. Slots come in lengths half as long again each time, and a sequence
 * has one that is just long enough: it moves when it outgrows it, and the memory of a long prompt is its own. A sequence
 * that ends leaves its tokens behind, so that a later prompt that begins alike starts from there: taking the slot over, or
 * copying the common beginning. What is not used for a while is given back; when the budget is spent, what was used
 * longest ago goes first. Owner thread only.
 */
final class Slots {
    /** Fewer common tokens are computed again sooner than copied. */
    private static final int LEAST_COPIED = 8;
    /** A bank larger than this takes too long to make larger, since it is copied then: there are several, with calls each. */
    private static final long LARGEST_BANK = 256L << 20;
    /** Slots that may be made ahead of their use. */
    private static final long AHEAD = 64L << 20;
    /** What makes room makes this share of the budget free at once, since banks are copied for it. */
    private static final int SHARE_FREED = 16;

    private static final long NEVER = Long.MIN_VALUE;

    private final KeyValueCache cache;
    private final Limits limits;
    private final LongSupplier clock;
    private final List<Shelf> shelves = new ArrayList<>();
    private long turn;
    private long trimmed = NEVER;

    /**
     * What slots may take.
     *
     * @param most slots in use, or with tokens left in them
     * @param positions of all slots together
     * @param longest positions of one
     * @param step prefixes are reused in multiples of this
     * @param promptsOnly whether only what was computed as a prompt is reused: computed as generated tokens, the same
     *     tokens' keys and values may differ in their last bits
     * @param keep how long left tokens are kept
     */
    record Limits(int most, long positions, int longest, int step, boolean promptsOnly, Duration keep) {
        /** The longest slot there can be. */
        int top() {
            long budget = positions / KeyValueCache.BLOCK * KeyValueCache.BLOCK;
            return (int) Math.min(KeyValueCache.blocks(longest), budget);
        }
    }

    /** @param clock in nanoseconds */
    Slots(KeyValueCache cache, Limits limits, LongSupplier clock) {
        this.cache = cache;
        this.limits = limits;
        this.clock = clock;
    }

    /** How long a common beginning is, in which slot. */
    private record Match(@Nullable Slot slot, int length) {
        static final Match NONE = new Match(null, 0);
    }

    /** The length of slot for so many positions: of 1, 2, 3, 4, 6, 8, 12, 16 … blocks the first that is enough. */
    static int lengthFor(int positions, int top) {
        int blocks = KeyValueCache.blocks(positions) / KeyValueCache.BLOCK;
        int power = Integer.highestOneBit(blocks);
        int chosen = power == blocks ? power : blocks <= power + power / 2 ? power + power / 2 : 2 * power;
        return Math.min(chosen * KeyValueCache.BLOCK, top);
    }

    /**
     * Gives a sequence a slot, with as much of its beginning in it as can be had; null when there is no room now, or when
     * it is better to wait for a sequence that is computing the same beginning.
     */
    @Nullable Slot take(Sequence sequence) {
        Match match = best(sequence, false);
        Match coming = best(sequence, true);
        if (coming.length >= Math.max(LEAST_COPIED, match.length + limits.step())) {
            return null;
        }
        int length = lengthFor(sequence.length() + 1, limits.top());
        Slot from = match.slot;
        if (from != null && from.idle() && from.capacity() == length) {
            return placed(sequence, from, match.length);
        }
        Slot slot = place(length, limits.most(), from);
        if (slot == null) {
            slot = place(length, limits.most(), null);
            return slot == null ? null : placed(sequence, slot, 0);
        }
        if (from != null) {
            cache.copy(from.bank(), from.index(), slot.bank(), slot.index(), match.length);
            if (from.idle() && from.left().length == match.length) {
                from.clear(clock.getAsLong());
            }
        }
        return placed(sequence, slot, match.length);
    }

    private Slot placed(Sequence sequence, Slot slot, int reused) {
        slot.take(sequence, ++turn);
        sequence.place(slot, reused);
        return slot;
    }

    /** The longest beginning that is computed, or with {@code coming} that will be by sequences under way. */
    private Match best(Sequence sequence, boolean coming) {
        Match best = Match.NONE;
        if (!sequence.mayReuse()) {
            return best;
        }
        for (Shelf shelf : shelves) {
            for (Slot slot : shelf.slots()) {
                Sequence owner = slot.owner();
                if (sequence.adapter() != slot.adapter() || owner == null && (coming || slot.left().length == 0)) {
                    continue;
                }
                int length = owner == null
                        ? sequence.common(slot.left(), slot.left().length)
                        : sequence.common(owner.ids(), reusable(owner, coming ? owner.length() : owner.computed()));
                length = reusable(sequence, length) / limits.step() * limits.step();
                if (length > best.length && (owner == null || length >= LEAST_COPIED)) {
                    best = new Match(slot, length);
                }
            }
        }
        return best;
    }

    private int reusable(Sequence owner, int computed) {
        return limits.promptsOnly() ? Math.min(computed, owner.promptLength()) : computed;
    }

    private Stream<Slot> all() {
        return shelves.stream().flatMap(shelf -> shelf.slots().stream());
    }

    private int held() {
        return (int) all().filter(slot -> !slot.empty()).count();
    }

    private long heldPositions() {
        return all().filter(slot -> !slot.empty()).mapToLong(Slot::capacity).sum();
    }

    /** An idle slot of a length: an empty one, a new one, the one used longest ago, or a new one in the room of others. */
    private @Nullable Slot place(int length, int most, @Nullable Slot keep) {
        Slot empty = all().filter(slot -> slot.empty() && slot.capacity() == length)
                .findFirst()
                .orElse(null);
        boolean more = held() < most;
        if (empty != null && more) {
            return empty;
        }
        if (more && allocated() + length <= limits.positions()) {
            return add(length);
        }
        Slot oldest = oldest(length, keep);
        if (oldest != null) {
            return oldest;
        }
        if (!makeRoom(empty == null ? length : 0, most, keep)) {
            return null;
        }
        return empty != null ? empty : add(length);
    }

    /** The idle slot that was used longest ago, of a length or of any for 0. */
    private @Nullable Slot oldest(int length, @Nullable Slot keep) {
        return all().filter(slot -> slot.idle() && !slot.empty() && slot != keep)
                .filter(slot -> length == 0 || slot.capacity() == length)
                .min(Comparator.comparingLong(Slot::used))
                .orElse(null);
    }

    /** Adds a slot of a length for which there is room, and some ahead of their use where they are small. */
    private Slot add(int length) {
        long bytes = length * cache.bytesPerPosition();
        int fit = (int) Math.max(1, Math.min(limits.most(), LARGEST_BANK / bytes));
        Shelf shelf = shelves.stream()
                .filter(one -> one.capacity() == length && one.slots().size() < fit)
                .findFirst()
                .orElse(null);
        if (shelf == null) {
            shelf = new Shelf(cache, length);
            shelves.add(shelf);
        }
        int there = shelf.slots().size();
        long room = (limits.positions() - allocated()) / length;
        long ahead = Math.min(Math.min(there, AHEAD / bytes), Math.min(fit - there, room));
        return shelf.add((int) Math.max(1, ahead), clock.getAsLong());
    }

    /** Gives up what others left until there is room for a slot; false when that is not enough. */
    private boolean makeRoom(int length, int most, @Nullable Slot keep) {
        long needed = heldPositions() + length - limits.positions();
        int tooMany = held() + 1 - most;
        if (needed > 0 || tooMany > 0) {
            long idle = all().filter(slot -> slot.idle() && slot != keep && !slot.empty())
                    .mapToLong(Slot::capacity)
                    .sum();
            if (idle < needed || tooMany > 0 && oldest(0, keep) == null) {
                return false;
            }
        }
        long free = Math.max(length, length == 0 ? 0 : limits.positions() / SHARE_FREED);
        for (Slot out = oldest(0, keep);
                out != null && (held() >= most || heldPositions() + free > limits.positions());
                out = oldest(0, keep)) {
            out.clear(clock.getAsLong());
        }
        for (Shelf shelf : List.copyOf(shelves)) {
            if (allocated() + length > limits.positions()) {
                shrink(shelf);
            }
        }
        return true;
    }

    private void shrink(Shelf shelf) {
        if (shelf.empty() > 0) {
            shelf.shrink();
        }
        if (shelf.slots().isEmpty()) {
            cache.remove(shelf.bank());
            shelves.remove(shelf);
        }
    }

    /** Room for one more token of a running sequence, in a longer slot if need be; false when the budget is spent. */
    boolean grow(Sequence sequence) {
        Slot from = sequence.slot();
        if (sequence.length() <= from.capacity()) {
            return true;
        }
        // while it moves it has two
        Slot to = place(lengthFor(sequence.length(), limits.top()), limits.most() + 1, null);
        if (to == null) {
            return false;
        }
        cache.copy(from.bank(), from.index(), to.bank(), to.index(), sequence.computed());
        to.take(sequence, ++turn);
        from.clear(clock.getAsLong());
        sequence.moveTo(to);
        return true;
    }

    /** The owner is done; its tokens stay as long as nobody else needs the slot, and not for ever. */
    void release(Slot slot) {
        Sequence owner = Objects.requireNonNull(slot.owner());
        slot.release(reusable(owner, owner.computed()), ++turn, clock.getAsLong());
    }

    /** Gives back the memory of what was not used for a while; cheap where that was done just now. */
    void trim() {
        long now = clock.getAsLong();
        long keep = limits.keep().toNanos();
        if (trimmed != NEVER && now - trimmed < keep / 8) {
            return;
        }
        trimmed = now;
        for (Shelf shelf : List.copyOf(shelves)) {
            List<Slot> stale = shelf.slots().stream()
                    .filter(slot -> slot.idle() && now - slot.since() >= keep)
                    .toList();
            // a few of many would be copied for little, and be wanted again
            if (!stale.isEmpty() && 4 * stale.size() >= shelf.slots().size()) {
                stale.forEach(slot -> slot.clear(slot.since()));
                shrink(shelf);
            }
        }
    }

    /** Positions that running sequences occupy. */
    long occupied() {
        return all().mapToLong(slot -> {
                    Sequence owner = slot.owner();
                    return owner == null ? 0 : owner.computed();
                })
                .sum();
    }

    /** Positions allocated. */
    long allocated() {
        return cache.positions();
    }

    /** Forgets everything. */
    void reset() {
        shelves.clear();
        cache.reset();
    }
}
