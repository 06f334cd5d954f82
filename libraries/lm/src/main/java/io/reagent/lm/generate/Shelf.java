package io.reagent.lm.generate;

import io.reagent.lm.decoder.Adapter;
import io.reagent.lm.decoder.KeyValueCache;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The slots of one bank of the key/value cache, and which tokens each holds. Owner thread only. */
final class Shelf {
    private final KeyValueCache cache;
    private final KeyValueCache.Bank bank;
    private final List<Slot> slots = new ArrayList<>();

    Shelf(KeyValueCache cache, int capacity) {
        this.cache = cache;
        this.bank = cache.add(capacity);
    }

    /** One place in the cache. */
    static final class Slot {
        private final Shelf shelf;
        private int index;
        /** Who uses it, or null. */
        private @Nullable Sequence owner;
        /** What an ended owner left: the tokens whose keys and values are there. */
        private int[] left = {};
        /** What they were computed with. */
        private @Nullable Adapter adapter;
        /** Larger for later. */
        private long used;
        /** By the clock, in nanoseconds. */
        private long since;

        private Slot(Shelf shelf, int index, long since) {
            this.shelf = shelf;
            this.index = index;
            this.since = since;
        }

        KeyValueCache.Bank bank() {
            return shelf.bank;
        }

        int index() {
            return index;
        }

        /** Positions it has. */
        int capacity() {
            return shelf.bank.capacity();
        }

        @Nullable Sequence owner() {
            return owner;
        }

        int[] left() {
            return left;
        }

        /** What its tokens are computed with. */
        @Nullable Adapter adapter() {
            return owner == null ? adapter : owner.adapter();
        }

        /** Larger for later. */
        long used() {
            return used;
        }

        /** Since when, by the clock, it has been as it is. */
        long since() {
            return since;
        }

        boolean idle() {
            return owner == null;
        }

        /** Whether nobody uses it, nor has left anything. */
        boolean empty() {
            return owner == null && left.length == 0;
        }

        /** Gives it to a sequence; what was left is lost. */
        void take(Sequence by, long turn) {
            owner = by;
            left = new int[0];
            used = turn;
        }

        /** Takes it from its owner, whose first {@code kept} tokens stay. */
        void release(int kept, long turn, long now) {
            Sequence was = Objects.requireNonNull(owner);
            left = Arrays.copyOf(was.ids(), kept);
            adapter = was.adapter();
            owner = null;
            used = turn;
            since = now;
        }

        /** Forgets its tokens. */
        void clear(long now) {
            owner = null;
            left = new int[0];
            adapter = null;
            since = now;
        }

        private int held() {
            return owner == null ? left.length : owner.computed();
        }
    }

    KeyValueCache.Bank bank() {
        return bank;
    }

    int capacity() {
        return bank.capacity();
    }

    List<Slot> slots() {
        return slots;
    }

    /** Slots that nobody uses or has left anything in. */
    int empty() {
        return (int) slots.stream().filter(Slot::empty).count();
    }

    /** Adds slots; returns the first of them. */
    Slot add(int count, long now) {
        cache.resize(bank, slots.size() + count);
        for (int i = 0; i < count; i++) {
            slots.add(new Slot(this, slots.size(), now));
        }
        return slots.get(slots.size() - count);
    }

    /** Gives back the memory of empty slots, the last ones moving into their places. */
    void shrink() {
        int first = 0;
        int last = slots.size() - 1;
        while (first < last) {
            if (!slots.get(first).empty()) {
                first++;
            } else if (slots.get(last).empty()) {
                last--;
            } else {
                swap(first, last);
            }
        }
        slots.removeIf(Slot::empty);
        cache.resize(bank, slots.size());
    }

    private void swap(int empty, int held) {
        Slot moved = slots.get(held);
        Slot other = slots.get(empty);
        cache.copy(bank, held, bank, empty, moved.held());
        moved.index = empty;
        other.index = held;
        slots.set(empty, moved);
        slots.set(held, other);
    }
}
