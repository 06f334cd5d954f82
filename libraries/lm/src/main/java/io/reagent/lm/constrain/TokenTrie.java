package io.reagent.lm.constrain;

import io.reagent.lm.constrain.Automaton.State;
import io.reagent.text.TokenBytes;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of all tokens as a tree, its nodes in preorder, so that the tokens an automaton can read are found in one pass
 * that skips what a dead branch hides. Immutable.
 */
final class TokenTrie {
    private final TokenBytes tokens;
    private final int words;
    private int nodes;
    private byte[] bytes = new byte[1024];
    private short[] depths = new short[1024];
    /** The node after a node's last descendant. */
    private int[] skip = new int[1024];
    /** Tokens in the order of their bytes; those that end at node n are {@code order[first[n] .. first[n + 1])}. */
    private final int[] order;

    private int[] first = new int[1024];
    private int deepest;

    TokenTrie(TokenBytes tokens) {
        this.tokens = tokens;
        this.words = (tokens.size() + 63) / 64;
        this.order = IntStream.range(0, tokens.size())
                .filter(id -> tokens.bytes(id).length > 0)
                .boxed()
                .sorted((a, b) -> Arrays.compareUnsigned(tokens.bytes(a), tokens.bytes(b)))
                .mapToInt(Integer::intValue)
                .toArray();
        build();
    }

    private void build() {
        byte[] previous = {};
        int[] open = new int[1];
        for (int i = 0; i < order.length; i++) {
            byte[] token = tokens.bytes(order[i]);
            int common = Math.max(0, Arrays.mismatch(previous, token));
            if (Arrays.equals(previous, token)) {
                continue;
            }
            close(open, common, previous.length);
            open = open.length <= token.length ? Arrays.copyOf(open, 2 * token.length) : open;
            for (int depth = common; depth < token.length; depth++) {
                open[depth] = node(token[depth], depth, depth == token.length - 1 ? i : -1);
            }
            previous = token;
        }
        close(open, 0, previous.length);
        room(nodes);
        first[nodes] = order.length;
        for (int n = nodes - 1; n >= 0; n--) { // a node without tokens has an empty range
            first[n] = first[n] < 0 ? first[n + 1] : first[n];
        }
    }

    private void close(int[] open, int from, int to) {
        for (int depth = from; depth < to; depth++) {
            skip[open[depth]] = nodes;
        }
    }

    private int node(byte b, int depth, int tokenAt) {
        room(nodes);
        bytes[nodes] = b;
        depths[nodes] = (short) depth;
        first[nodes] = tokenAt;
        deepest = Math.max(deepest, depth);
        return nodes++;
    }

    private void room(int index) {
        if (index >= bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * index);
            depths = Arrays.copyOf(depths, 2 * index);
            skip = Arrays.copyOf(skip, 2 * index);
            first = Arrays.copyOf(first, 2 * index);
        }
    }

    TokenBytes tokens() {
        return tokens;
    }

    /**
     * The tokens after which the automaton is still alive, bit {@code id % 64} of word {@code id / 64}.
     *
     * @param atStart whether the text begins with the token, where a decoder may drop a space
     */
    long[] allowed(Automaton automaton, State from, boolean atStart) {
        long[] allowed = new long[words];
        @Nullable State[] after = new @Nullable State[deepest + 2];
        after[0] = from;
        int n = 0;
        while (n < nodes) {
            int depth = depths[n];
            State before = after[depth];
            boolean dropped = atStart && depth == 0 && bytes[n] == ' ' && tokens.dropsFirstSpace();
            State state = dropped || before == null ? from : automaton.next(before, bytes[n]);
            if (state.dead()) {
                n = skip[n];
                continue;
            }
            after[depth + 1] = state;
            for (int i = first[n]; i < first[n + 1] && !dropped; i++) {
                allowed[order[i] >> 6] |= 1L << order[i];
            }
            n++;
        }
        return allowed;
    }
}
