package io.reagent.lm.constrain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * How many calls deep an automaton has to go, at the least, to get from each state to the end of its rule. What cannot get
 * there at all is never entered, so every text read so far can be completed, also under a limit on depth.
 */
final class Needs {
    /** Of a state that leads nowhere. */
    static final int NEVER = Integer.MAX_VALUE / 2;

    private Needs() {}

    /** The depth needed from each state. */
    static int[] of(Nfa nfa) {
        int[] need = new int[nfa.size()];
        Arrays.fill(need, NEVER);
        List<List<Integer>> dependents = dependents(nfa);
        Deque<Integer> changed = new ArrayDeque<>();
        for (int rule = 0; rule < nfa.rules(); rule++) {
            need[nfa.rule(rule).end()] = 0;
            changed.add(nfa.rule(rule).end());
        }
        while (!changed.isEmpty()) {
            for (int state : dependents.get(changed.remove())) {
                int least = least(nfa, state, need);
                if (least < need[state]) {
                    need[state] = least;
                    changed.add(state);
                }
            }
        }
        return need;
    }

    private static int least(Nfa nfa, int state, int[] need) {
        Nfa.Edges edges = nfa.edges(state);
        int least = need[state];
        for (Nfa.ByteEdge edge : edges.bytes()) {
            least = Math.min(least, need[edge.target()]);
        }
        for (int target : edges.empty()) {
            least = Math.min(least, need[target]);
        }
        for (Nfa.CallEdge call : edges.calls()) {
            int inside = Math.min(NEVER, 1 + need[nfa.rule(call.rule()).start()]);
            least = Math.min(least, Math.max(inside, need[call.target()]));
        }
        return least;
    }

    /** For each state those whose need depends on it. */
    private static List<List<Integer>> dependents(Nfa nfa) {
        List<List<Integer>> dependents = new ArrayList<>();
        for (int state = 0; state < nfa.size(); state++) {
            dependents.add(new ArrayList<>(1));
        }
        for (int state = 0; state < nfa.size(); state++) {
            Nfa.Edges edges = nfa.edges(state);
            for (Nfa.ByteEdge edge : edges.bytes()) {
                dependents.get(edge.target()).add(state);
            }
            for (int target : edges.empty()) {
                dependents.get(target).add(state);
            }
            for (Nfa.CallEdge call : edges.calls()) {
                dependents.get(call.target()).add(state);
                dependents.get(nfa.rule(call.rule()).start()).add(state);
            }
        }
        return dependents;
    }
}
