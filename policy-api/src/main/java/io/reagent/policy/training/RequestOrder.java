package io.reagent.policy.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests of one model in the order of their seq_ids, which count from 1. One that comes before its predecessors waits
 * for them. Of one whose turn has come no more is kept than what tells it from another. Not thread-safe.
 */
final class RequestOrder<R> {
    /** So many of the latest requests are remembered, to answer them again. */
    static final int REMEMBERED = 4096;

    private final TreeMap<Long, R> waiting = new TreeMap<>();
    private final Map<Long, Seen> seen = new LinkedHashMap<>();
    private final Function<R, UUID> id;
    private long next = 1;

    private record Seen(String fingerprint, UUID id) {}

    /** @param id under which a request's answer can be fetched */
    RequestOrder(Function<R, UUID> id) {
        this.id = id;
    }

    /** What becomes of a request. */
    sealed interface Decision<R> {
        /** It is the first with its seq_id. */
        record Taken<R>(R request) implements Decision<R> {}

        /** The same was sent before. */
        record Repeated<R>(UUID first) implements Decision<R> {}

        /** Another was sent before with this seq_id, or it is too late for it. */
        record Refused<R>(String reason) implements Decision<R> {}
    }

    /**
     * Takes a request.
     *
     * @param seqId at least 1
     * @param fingerprint equal for equal payloads
     */
    Decision<R> offer(long seqId, String fingerprint, Supplier<R> request) {
        Seen before = seen.get(seqId);
        if (before != null) {
            return before.fingerprint.equals(fingerprint)
                    ? new Decision.Repeated<>(before.id)
                    : new Decision.Refused<>(
                            "seq_id " + seqId + " was used before, with another payload; the next one is " + next);
        }
        if (seqId < next) {
            return new Decision.Refused<>("seq_id " + seqId + " comes too late; the next one is " + next);
        }
        R taken = request.get();
        waiting.put(seqId, taken);
        remember(seqId, new Seen(fingerprint, id.apply(taken)));
        return new Decision.Taken<>(taken);
    }

    private void remember(long seqId, Seen request) {
        seen.put(seqId, request);
        if (seen.size() > REMEMBERED) {
            seen.remove(seen.keySet().iterator().next());
        }
    }

    /** Takes out those whose turn has come, in order. */
    List<R> ready() {
        List<R> ready = new ArrayList<>();
        for (R request = waiting.remove(next); request != null; request = waiting.remove(next)) {
            ready.add(request);
            next++;
        }
        return ready;
    }

    /** The seq_id that those who wait are waiting for, or null when none waits. */
    @Nullable Long missing() {
        return waiting.isEmpty() ? null : next;
    }

    /** Those that wait, in order. */
    List<R> waiting() {
        return List.copyOf(waiting.values());
    }

    /** Waits no longer: takes out all that waited, and goes on after the last of them. */
    List<R> giveUp() {
        List<R> abandoned = List.copyOf(waiting.values());
        if (!waiting.isEmpty()) {
            next = waiting.lastKey() + 1;
            waiting.clear();
        }
        return abandoned;
    }
}
