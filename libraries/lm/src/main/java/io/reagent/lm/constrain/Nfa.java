package io.reagent.lm.constrain;

import java.util.ArrayList;
import java.util.List;

/**
 * A nondeterministic pushdown automaton over bytes, under construction: states with byte, empty and call edges. A call
 * edge reads whatever a rule reads, then goes on; rules may call themselves.
 */
final class Nfa {
    /** Bounds memory and the time to compile: about what a schema of a few thousand properties needs. */
    static final int MAX_STATES = 200_000;

    private final List<Edges> states = new ArrayList<>();
    private final List<Part> rules = new ArrayList<>();

    /** A part of the automaton with one way in and one way out. */
    record Part(int start, int end) {}

    /** Reads a byte from {@code first} to {@code last}, unsigned. */
    record ByteEdge(int first, int last, int target) {}

    /** Reads the rule numbered {@code rule}. */
    record CallEdge(int rule, int target) {}

    /** The ways out of a state. */
    record Edges(List<ByteEdge> bytes, List<Integer> empty, List<CallEdge> calls) {}

    int state() {
        if (states.size() == MAX_STATES) {
            throw new GrammarException("the grammar needs more than " + MAX_STATES
                    + " states; use smaller repetition counts, lengths or enumerations");
        }
        states.add(new Edges(new ArrayList<>(1), new ArrayList<>(1), new ArrayList<>(0)));
        return states.size() - 1;
    }

    int size() {
        return states.size();
    }

    Edges edges(int state) {
        return states.get(state);
    }

    void bytes(int from, int first, int last, int to) {
        states.get(from).bytes().add(new ByteEdge(first, last, to));
    }

    void empty(int from, int to) {
        states.get(from).empty().add(to);
    }

    void call(int from, int rule, int to) {
        states.get(from).calls().add(new CallEdge(rule, to));
    }

    /** Reads exactly these bytes; returns the state after them. */
    int literal(int from, byte[] text) {
        int at = from;
        for (byte b : text) {
            int next = state();
            bytes(at, b & 0xFF, b & 0xFF, next);
            at = next;
        }
        return at;
    }

    /** A new rule, to be filled in between its start and its end. A rule that is called must read at least one byte. */
    int rule() {
        rules.add(new Part(state(), state()));
        return rules.size() - 1;
    }

    Part rule(int number) {
        return rules.get(number);
    }

    int rules() {
        return rules.size();
    }
}
