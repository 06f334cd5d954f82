package io.reagent.core.trajectory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for a result. Answered ones are dropped when they are next met, so that a conversation of many
 * thousand calls is read in linear time.
 */
final class OpenCalls {
    private final ByMessage all = new ByMessage();
    private final Map<String, ByMessage> byId = new HashMap<>();

    void add(PendingCall call) {
        all.add(call);
        if (call.id != null) {
            byId.computeIfAbsent(call.id, id -> new ByMessage()).add(call);
        }
    }

    /** Whether any call had an id, so that results should have one too. */
    boolean useIds() {
        return !byId.isEmpty();
    }

    /**
     * The first open call of the latest message that has one: results follow their calls, and a call whose result never
     * came must not take that of a later one.
     */
    @Nullable PendingCall next() {
        return all.next();
    }

    /**
     * The same among the calls of that id: some servers number the calls of every message from zero, others give all
     * calls of a message the same one.
     */
    @Nullable PendingCall next(String id) {
        ByMessage calls = byId.get(id);
        return calls == null ? null : calls.next();
    }

    private static final class ByMessage {
        private final TreeMap<Integer, Deque<PendingCall>> open = new TreeMap<>();

        void add(PendingCall call) {
            open.computeIfAbsent(call.message, message -> new ArrayDeque<>()).addLast(call);
        }

        @Nullable PendingCall next() {
            while (!open.isEmpty()) {
                Deque<PendingCall> calls = open.lastEntry().getValue();
                while (!calls.isEmpty() && calls.getFirst().isAnswered()) {
                    calls.removeFirst();
                }
                if (!calls.isEmpty()) {
                    return calls.getFirst();
                }
                open.pollLastEntry();
            }
            return null;
        }
    }
}
