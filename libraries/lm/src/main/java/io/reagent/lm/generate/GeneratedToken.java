package io.reagent.lm.generate;

import java.util.List;

/**
 * One generated token as a listener hears of it.
 *
 * @param id the token
 * @param logprob natural log of its probability at temperature 1 before any filter or grammar
 * @param text the text this token completes; empty while bytes of a character or a possible stop string are pending
 * @param alternatives the most likely tokens at this position, most likely first, as many as asked for
 */
public record GeneratedToken(int id, float logprob, String text, List<Alternative> alternatives) {
    public GeneratedToken {
        alternatives = List.copyOf(alternatives);
    }

    /** A token that could have been chosen, and its log probability. */
    public record Alternative(int id, float logprob) {}
}
