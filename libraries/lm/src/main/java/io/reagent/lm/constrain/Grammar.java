package io.reagent.lm.constrain;

import io.reagent.lm.constrain.Automaton.State;
import io.reagent.text.TokenBytes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The texts that may be generated, compiled for one tokenizer; {@link Constraints} makes and keeps them. Shared by any
 * number of requests and threads: what is learned for one (states, token masks) serves all.
 */
public final class Grammar {
    /** Masks kept; each takes an eighth of the vocabulary's size in bytes. */
    private static final int MASKS = 256;

    /** Places one mask may visit: about a second for the worst grammars, hundreds of times what usual ones need. */
    private static final long WORK = 5_000_000;

    private final Automaton automaton;
    private final TokenTrie trie;

    @SuppressWarnings("serial")
    private final Map<State, long[]> masks = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<State, long[]> eldest) {
            return size() > MASKS;
        }
    };

    private final long[] first;

    /** @throws GrammarException when it has no text but the empty one: there would be nothing to generate */
    Grammar(Automaton automaton, TokenTrie trie) {
        this.automaton = automaton;
        this.trie = trie;
        automaton.allowWork(WORK);
        this.first = trie.allowed(automaton, automaton.start(), true);
        if (automaton.start().accepting() && Arrays.stream(first).allMatch(word -> word == 0)) {
            throw new GrammarException("it matches no text but the empty one");
        }
    }

    /**
     * A constraint at the beginning of a text.
     *
     * @param endTokens tokens that end the generation, allowed where the text may end and nowhere else
     */
    public Constraint begin(Set<Integer> endTokens) {
        return begin(endTokens, false);
    }

    /**
     * As {@link #begin(Set)}.
     *
     * @param goesOn whether the text goes on from a prompt's, so that a space at its beginning is not dropped
     */
    public Constraint begin(Set<Integer> endTokens, boolean goesOn) {
        return new Constraint(this, endTokens, !goesOn);
    }

    /** The tokens it was compiled for. */
    public TokenBytes tokens() {
        return trie.tokens();
    }

    /** Whether the grammar's texts include this one. */
    public synchronized boolean matches(byte[] utf8) {
        automaton.allowWork(WORK);
        State state = automaton.start();
        for (byte b : utf8) {
            state = automaton.next(state, b);
        }
        return state.accepting();
    }

    State start() {
        return automaton.start();
    }

    /** The state after a token's bytes; dead where the token is not allowed. */
    synchronized State after(State from, int token, boolean atStart) {
        automaton.allowWork(WORK);
        byte[] bytes = trie.tokens().bytes(token);
        State state = from;
        int dropped = atStart && trie.tokens().dropsFirstSpace() && bytes.length > 0 && bytes[0] == ' ' ? 1 : 0;
        for (int i = dropped; i < bytes.length; i++) {
            state = automaton.next(state, bytes[i]);
        }
        return state;
    }

    /** The tokens allowed in a state; not to be changed. */
    synchronized long[] allowed(State state, boolean atStart) {
        if (atStart) {
            return first;
        }
        long[] known = masks.get(state);
        if (known == null) {
            automaton.allowWork(WORK);
            known = trie.allowed(automaton, state, false);
            masks.put(state, known);
        }
        return known;
    }
}
