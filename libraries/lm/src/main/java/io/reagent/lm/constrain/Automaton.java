package io.reagent.lm.constrain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Nfa} made deterministic while it runs: a state is the set of all places the text read so far may have led to,
 * each with its stack of callers. Without calls this is the subset construction. Stacks are shared as a graph: all calls of
 * one rule at one place of the text have one frame, so that ambiguity costs no more than the sum of its branches. States
 * and transitions are kept, up to a bound, then forgotten together and made again as needed.
 *
 * <p>Every state can be completed to a text of the grammar. Not thread-safe.
 */
final class Automaton {
    /** The deepest nesting that is generated; what a schema needs beyond it cannot be reached. */
    static final int MAX_DEPTH = 100;

    private static final int MAX_CACHED_STATES = 50_000;

    private final Nfa nfa;
    private final int[] need;
    private final List<Integer> callOrder;
    private final int[] classes = new int[256];
    private final int classCount;
    private final Map<State, State> states = new HashMap<>();
    private final Map<Frame, Frame> frames = new HashMap<>();
    private final BitSet ends = new BitSet();
    private final int end;
    private final State start;
    private long frameIds;
    private long budget = Long.MAX_VALUE;

    /** A call under way, or several of one rule begun together: what to go on with after it, each with its own callers. */
    private record Frame(long id, int depth, List<Place> returns) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Frame frame && returns.equals(frame.returns);
        }

        @Override
        public int hashCode() {
            return returns.hashCode();
        }
    }

    /** A state of the Nfa, and the call it belongs to. */
    private record Place(int state, Frame frame) {
        private static final Comparator<Place> ORDER =
                Comparator.comparingLong((Place place) -> place.frame.id).thenComparingInt(Place::state);

        // frames are interned: comparing them by content would walk the whole stack
        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(@Nullable Object other) {
            return other instanceof Place place && state == place.state && frame == place.frame;
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(frame.id) + state;
        }
    }

    /** All places the text may have led to that read on, and whether it may end here. */
    static final class State {
        private final List<Place> places;
        private final boolean accepting;
        private final @Nullable State[] next;

        private State(List<Place> places, boolean accepting, int classes) {
            this.places = places;
            this.accepting = accepting;
            this.next = new @Nullable State[classes];
        }

        boolean accepting() {
            return accepting;
        }

        /** Whether nothing can follow. */
        boolean last() {
            return places.isEmpty();
        }

        /** Whether the text has left the grammar. */
        boolean dead() {
            return places.isEmpty() && !accepting;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof State state && accepting == state.accepting && places.equals(state.places);
        }

        @Override
        public int hashCode() {
            return 31 * places.hashCode() + Boolean.hashCode(accepting);
        }
    }

    /**
     * An automaton that reads what a rule reads.
     *
     * @throws GrammarException when no text satisfies it
     */
    Automaton(Nfa nfa, int rule) {
        this.nfa = nfa;
        this.need = Needs.of(nfa);
        this.callOrder = CallOrder.of(nfa);
        this.classCount = classify();
        Nfa.Part part = nfa.rule(rule);
        if (need[part.start()] > MAX_DEPTH) {
            throw new GrammarException("no text satisfies the grammar within " + MAX_DEPTH
                    + " levels; look for false, an empty enumeration or a required property that never ends");
        }
        for (int each = 0; each < nfa.rules(); each++) {
            ends.set(nfa.rule(each).end());
        }
        this.end = part.end();
        this.start = closure(List.of(new Place(part.start(), new Frame(frameIds++, 0, List.of()))));
    }

    State start() {
        return start;
    }

    /** Limits the work until the next call of this method, so that a very ambiguous grammar cannot hold up a model. */
    void allowWork(long places) {
        budget = places;
    }

    /** The state after one more byte. */
    State next(State from, byte b) {
        int kind = classes[b & 0xFF];
        State known = from.next[kind];
        if (known == null) {
            known = step(from, b & 0xFF);
            from.next[kind] = known;
        }
        return known;
    }

    private State step(State from, int b) {
        List<Place> seeds = new ArrayList<>();
        for (Place place : from.places) {
            for (Nfa.ByteEdge edge : nfa.edges(place.state()).bytes()) {
                if (edge.first() <= b && b <= edge.last()) {
                    seeds.add(new Place(edge.target(), place.frame()));
                }
            }
        }
        spend(from.places.size());
        return closure(seeds);
    }

    /** Follows empty edges and returns first, then enters calls, rule by rule, so that each rule is entered once. */
    private State closure(List<Place> seeds) {
        Set<Place> seen = new HashSet<>();
        Map<Integer, Set<Place>> calls = new HashMap<>();
        boolean accepting = follow(seeds, seen, calls);
        for (int rule : callOrder) {
            Set<Place> returns = calls.remove(rule);
            if (returns != null) {
                accepting |= follow(List.of(new Place(nfa.rule(rule).start(), frame(returns))), seen, calls);
            }
        }
        if (!calls.isEmpty()) {
            throw new IllegalStateException("a rule that is called reads nothing");
        }
        List<Place> places = seen.stream()
                .filter(place -> !nfa.edges(place.state()).bytes().isEmpty())
                .sorted(Place.ORDER)
                .toList();
        return interned(new State(places, accepting, classCount));
    }

    private boolean follow(List<Place> seeds, Set<Place> seen, Map<Integer, Set<Place>> calls) {
        boolean accepting = false;
        Deque<Place> work = new ArrayDeque<>(seeds);
        while (!work.isEmpty()) {
            Place place = work.remove();
            int depth = place.frame().depth();
            if (depth + need[place.state()] > MAX_DEPTH || !seen.add(place)) {
                continue;
            }
            spend(1);
            Nfa.Edges edges = nfa.edges(place.state());
            edges.empty().forEach(target -> work.add(new Place(target, place.frame())));
            for (Nfa.CallEdge call : edges.calls()) {
                int inside = 1 + need[nfa.rule(call.rule()).start()];
                if (depth + Math.max(inside, need[call.target()]) <= MAX_DEPTH) {
                    calls.computeIfAbsent(call.rule(), rule -> new HashSet<>())
                            .add(new Place(call.target(), place.frame()));
                }
            }
            if (ends.get(place.state())) {
                accepting |= place.state() == end && depth == 0;
                work.addAll(place.frame().returns());
            }
        }
        return accepting;
    }

    private Frame frame(Set<Place> returns) {
        int depth =
                returns.stream().mapToInt(place -> place.frame().depth()).max().orElseThrow();
        Frame made = new Frame(
                frameIds, depth + 1, returns.stream().sorted(Place.ORDER).toList());
        Frame known = frames.putIfAbsent(made, made);
        if (known != null) {
            return known;
        }
        frameIds++;
        return made;
    }

    private State interned(State made) {
        State known = states.get(made);
        if (known != null) {
            return known;
        }
        if (states.size() >= MAX_CACHED_STATES) {
            states.keySet().forEach(state -> Arrays.fill(state.next, null));
            states.clear();
            frames.clear();
        }
        states.put(made, made);
        return made;
    }

    private void spend(int places) {
        budget -= places;
        if (budget < 0) {
            throw new GrammarException(
                    "the grammar is too ambiguous to follow: too many ways to read one text are open; "
                            + "avoid repetitions that overlap, such as .*.* or (a|ab)*");
        }
    }

    /** Numbers the kinds of bytes that no edge tells apart. */
    private int classify() {
        TreeMap<Integer, Integer> starts = new TreeMap<>(Map.of(0, 0));
        for (int state = 0; state < nfa.size(); state++) {
            for (Nfa.ByteEdge edge : nfa.edges(state).bytes()) {
                starts.put(edge.first(), 0);
                starts.put(edge.last() + 1, 0);
            }
        }
        int kind = -1;
        for (int b = 0; b < 256; b++) {
            kind += starts.containsKey(b) ? 1 : 0;
            classes[b] = kind;
        }
        return kind + 1;
    }
}
