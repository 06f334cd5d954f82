package io.reagent.lm.constrain;

import io.reagent.lm.constrain.Automaton.State;
import java.util.Set;

/** Where one generation stands in its grammar. Not thread-safe. */
public final class Constraint {
    private final Grammar grammar;
    private final Set<Integer> endTokens;
    private State state;
    private boolean atStart;
    private long[] allowed;
    private boolean canGoOn;

    /** @param atStart whether a decoder drops a space that comes first */
    Constraint(Grammar grammar, Set<Integer> endTokens, boolean atStart) {
        this.grammar = grammar;
        this.atStart = atStart;
        this.endTokens = Set.copyOf(endTokens);
        this.state = grammar.start();
        this.allowed = look();
    }

    /**
     * The tokens that may come next: bit {@code id % 64} of word {@code id / 64}, up to the tokenizer's size. Control tokens
     * are not among them, but for the end tokens where the text may end. Not to be changed.
     */
    public long[] allowed() {
        return allowed;
    }

    public boolean allows(int token) {
        return inside(token, allowed) && (allowed[token >> 6] >>> token & 1) != 0;
    }

    /** Whether the text so far is one of the grammar's. */
    public boolean mayEnd() {
        return state.accepting();
    }

    /** Whether the text so far is one of the grammar's, and no token but an end can follow. */
    public boolean complete() {
        return state.accepting() && !canGoOn;
    }

    /**
     * Takes a token in; an end token changes nothing.
     *
     * @throws IllegalArgumentException when the token is not allowed
     * @throws GrammarException when the vocabulary has no token to go on with, or the grammar is too ambiguous
     */
    public void advance(int token) {
        if (!allows(token)) {
            throw new IllegalArgumentException("token " + token + " is not allowed here");
        }
        if (endTokens.contains(token)) {
            return;
        }
        state = grammar.after(state, token, atStart);
        atStart = false;
        allowed = look();
    }

    private long[] look() {
        long[] mask = grammar.allowed(state, atStart).clone();
        for (int token : endTokens) {
            if (inside(token, mask)) {
                mask[token >> 6] &= ~(1L << token);
            }
        }
        canGoOn = false;
        for (long word : mask) {
            canGoOn |= word != 0;
        }
        if (!canGoOn && !mayEnd()) {
            throw new GrammarException("the vocabulary has no token that goes on from here; "
                    + "the tokenizer lacks the bytes this grammar needs");
        }
        for (int token : endTokens) {
            if (mayEnd() && inside(token, mask)) {
                mask[token >> 6] |= 1L << token;
            }
        }
        return mask;
    }

    private static boolean inside(int token, long[] mask) {
        return token >= 0 && token >> 6 < mask.length;
    }
}
