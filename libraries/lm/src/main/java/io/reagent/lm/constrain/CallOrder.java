package io.reagent.lm.constrain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of an automaton in an order in which each comes before those it calls before it has read anything. Entered in
 * this order, all calls of a rule at one place of the text can share a frame.
 */
final class CallOrder {
    private final Nfa nfa;
    private final List<Integer> finished = new ArrayList<>();
    private final Set<Integer> open = new HashSet<>();
    private final Set<Integer> done = new HashSet<>();

    private CallOrder(Nfa nfa) {
        this.nfa = nfa;
    }

    /**
     * The rules that can be called, callers first.
     *
     * @throws GrammarException when a rule calls itself before it has read anything
     */
    static List<Integer> of(Nfa nfa) {
        CallOrder order = new CallOrder(nfa);
        for (int rule = 0; rule < nfa.rules(); rule++) {
            order.visit(rule);
        }
        return order.finished.reversed();
    }

    private void visit(int rule) {
        if (done.contains(rule)) {
            return;
        }
        if (!open.add(rule)) {
            throw new GrammarException(
                    "a $ref leads back to itself without an object or array between; remove the circle");
        }
        for (int called : calledFirst(rule)) {
            visit(called);
        }
        done.add(rule);
        finished.add(rule);
    }

    private Set<Integer> calledFirst(int rule) {
        Set<Integer> called = new HashSet<>();
        Set<Integer> seen = new HashSet<>();
        Deque<Integer> work = new ArrayDeque<>(List.of(nfa.rule(rule).start()));
        while (!work.isEmpty()) {
            int state = work.remove();
            if (seen.add(state)) {
                Nfa.Edges edges = nfa.edges(state);
                work.addAll(edges.empty());
                edges.calls().forEach(call -> called.add(call.rule()));
            }
        }
        return called;
    }
}
