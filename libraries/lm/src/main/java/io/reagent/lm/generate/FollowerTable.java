package io.reagent.lm.generate;

/**
 * What lately followed each run of so many tokens, and how surely: a follower that comes again becomes surer, another
 * one makes it less sure and takes its place once it is not sure at all. Runs are told apart by a hash; those that share
 * a place replace each other. Owner thread only.
 */
final class FollowerTable {
    /** The surest. */
    static final int SUREST = 7;

    static final int NONE = -1;
    private static final int BITS = 15;

    private final int order;
    private final int[] keys = new int[1 << BITS];
    private final int[] followers = new int[1 << BITS];
    private final byte[] sure = new byte[1 << BITS];

    /** @param order how many tokens a run has */
    FollowerTable(int order) {
        this.order = order;
    }

    /** Remembers that {@code ids[at]} followed the tokens before it. */
    void learn(int[] ids, int at) {
        if (at < order) {
            return;
        }
        int key = key(ids, at);
        int place = place(key);
        if (keys[place] != key) {
            keys[place] = key;
            followers[place] = ids[at];
            sure[place] = 0;
        } else if (followers[place] == ids[at]) {
            sure[place] = (byte) Math.min(SUREST, sure[place] + 1);
        } else if (sure[place] > 0) {
            sure[place] /= 2;
        } else {
            followers[place] = ids[at];
        }
    }

    /** Where the run that ends before {@code at} is kept; {@link #NONE} where it isn't. */
    int find(int[] ids, int at) {
        if (at < order) {
            return NONE;
        }
        int key = key(ids, at);
        return keys[place(key)] == key ? place(key) : NONE;
    }

    int follower(int place) {
        return followers[place];
    }

    int sure(int place) {
        return sure[place];
    }

    private static int place(int key) {
        return key >>> (Integer.SIZE - BITS);
    }

    /** Never 0, which is the key of an empty place. */
    private int key(int[] ids, int at) {
        int hash = order;
        for (int i = at - order; i < at; i++) {
            hash = (hash ^ ids[i]) * 0x9E3779B1;
            hash ^= hash >>> 15;
        }
        return hash * 0x85EBCA6B | 1;
    }
}
