package io.reagent.lm.generate;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bounded queue in which clients take turns: one with a thousand requests does not keep another's first one waiting. */
final class FairQueue {
    private final int capacity;
    /** By client; the first one's turn is next. */
    private final Map<String, Deque<Sequence>> waiting = new LinkedHashMap<>();
    /** What was taken and given back: goes first. */
    private final Deque<Sequence> returned = new ArrayDeque<>();

    private final Pace pace = new Pace();
    private int size;

    FairQueue(int capacity) {
        this.capacity = capacity;
    }

    synchronized int size() {
        return size;
    }

    /** How long what waits now takes, at the pace of late. */
    synchronized Duration expected() {
        return pace.of(size, System.nanoTime());
    }

    /** Whether there was room. */
    synchronized boolean offer(Sequence sequence) {
        if (size >= capacity) {
            return false;
        }
        waiting.computeIfAbsent(sequence.request().client(), unused -> new ArrayDeque<>())
                .add(sequence);
        size++;
        return true;
    }

    /** Puts a sequence that was taken before in front of all; there is always room for it. */
    synchronized void giveBack(Sequence sequence) {
        returned.addFirst(sequence);
        size++;
    }

    /** One that was taken runs now, and will not be given back for want of room. */
    synchronized void began() {
        pace.left(System.nanoTime());
    }

    /** The sequence whose turn it is, or null. */
    synchronized @Nullable Sequence poll() {
        if (size == 0) {
            pace.idle();
            return null;
        }
        size--;
        if (!returned.isEmpty()) {
            return returned.removeFirst();
        }
        Map.Entry<String, Deque<Sequence>> turn = waiting.entrySet().iterator().next();
        Deque<Sequence> own = turn.getValue();
        waiting.remove(turn.getKey());
        Sequence next = own.removeFirst();
        if (!own.isEmpty()) {
            waiting.put(turn.getKey(), own);
        }
        return next;
    }

    /** Takes a sequence out again; whether it was still there. */
    synchronized boolean remove(Sequence sequence) {
        Deque<Sequence> own = waiting.get(sequence.request().client());
        if (own == null || !own.remove(sequence)) {
            return false;
        }
        if (own.isEmpty()) {
            waiting.remove(sequence.request().client());
        }
        size--;
        return true;
    }

    /** Takes out those that were cancelled while waiting. */
    synchronized List<Sequence> cancelled() {
        List<Sequence> out = new ArrayList<>();
        returned.removeIf(sequence -> sequence.wantsCancel() && out.add(sequence));
        waiting.values().forEach(own -> own.removeIf(sequence -> sequence.wantsCancel() && out.add(sequence)));
        waiting.values().removeIf(Deque::isEmpty);
        size -= out.size();
        return out;
    }
}
