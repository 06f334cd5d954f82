package io.reagent.lm.generate;

import java.util.Arrays;

/**
 * Guesses how sequences go on, by what followed the same tokens before: earlier in the sequence itself (prompt lookup,
 * as Saxena, 2023), or lately in any sequence of the model. A step computes guessed tokens beside those that are
 * certain; where the model then chooses what was guessed, it has chosen several tokens in one step. Each kind of guess
 * keeps count of how often it is right, which is what the next one of that kind is worth. Owner thread only.
 */
final class Drafts {
    /** How many tokens the tables of the whole model go by. */
    private static final int[] ORDERS = {12, 8, 6, 4, 3, 2};

    private static final int LEVELS = FollowerTable.SUREST + 1;
    /** Longer matches in the sequence itself count alike. */
    private static final int LONGEST = 8;
    /** How far back a sequence is searched. */
    private static final int REACH = 4096;

    private static final int NONE = -1;
    /** What a kind is thought to be worth before it was tried, in trials and in hits. */
    private static final double PRIOR_TRIALS = 20;

    private static final double PRIOR_HITS = 10;
    /** Trials are forgotten by this factor with each new one. */
    private static final double DECAY = 0.998;

    private final FollowerTable[] tables =
            Arrays.stream(ORDERS).mapToObj(FollowerTable::new).toArray(FollowerTable[]::new);
    /** By kind: each table by how sure it is, then matches in the sequence by length. */
    private final double[] trials = new double[ORDERS.length * LEVELS + LONGEST + 1];

    private final double[] hits = new double[trials.length];

    Drafts() {
        Arrays.fill(trials, PRIOR_TRIALS);
        Arrays.fill(hits, PRIOR_HITS);
    }

    /** Guesses about one sequence, kept with it: what kind each was, and the chance that it and all before it are right. */
    static final class Guesses {
        private final int[] kinds = new int[Engine.Limits.MOST_DRAFTS];
        private final double[] chances = new double[Engine.Limits.MOST_DRAFTS];
        private int count;

        int count() {
            return count;
        }

        /** That the first {@code n} are right. */
        double chance(int n) {
            return chances[n - 1];
        }

        void clear() {
            count = 0;
        }
    }

    /** Remembers that the last of the first {@code length} tokens followed those before it. */
    void learn(int[] ids, int length) {
        for (FollowerTable table : tables) {
            table.learn(ids, length - 1);
        }
    }

    /**
     * Writes guesses behind the first {@code length} tokens.
     *
     * @param ids with room for them
     * @param most how many, at most {@link Engine.Limits#MOST_DRAFTS}
     */
    void guess(int[] ids, int length, int most, Guesses guesses) {
        guesses.count = 0;
        double chance = 1;
        int at = NONE;
        int matched = 0;
        for (int end = length; end < length + most; end++) {
            if (at == NONE) {
                long found = match(ids, end);
                at = (int) (found >>> 32) - 1;
                matched = (int) found;
            }
            int kind = at == NONE ? NONE : tables.length * LEVELS + matched;
            int token = at == NONE ? NONE : ids[at];
            for (int t = 0; t < tables.length; t++) {
                int place = tables[t].find(ids, end);
                if (place != NONE && (kind == NONE || worth(t * LEVELS + tables[t].sure(place)) > worth(kind))) {
                    kind = t * LEVELS + tables[t].sure(place);
                    token = tables[t].follower(place);
                }
            }
            if (kind == NONE) {
                return;
            }
            boolean goesOn = at != NONE && ids[at] == token;
            at = goesOn ? at + 1 : NONE;
            matched = goesOn ? Math.min(matched + 1, LONGEST) : 0;
            chance *= worth(kind);
            ids[end] = token;
            guesses.kinds[guesses.count] = kind;
            guesses.chances[guesses.count++] = chance;
        }
    }

    /** Takes in that of {@code tried} guesses the first {@code right} were. */
    void told(Guesses guesses, int tried, int right) {
        for (int i = 0; i < Math.min(tried, right + 1); i++) {
            int kind = guesses.kinds[i];
            trials[kind] = DECAY * trials[kind] + 1;
            hits[kind] = DECAY * hits[kind] + (i < right ? 1 : 0);
        }
    }

    private double worth(int kind) {
        return hits[kind] / trials[kind];
    }

    /** Where the longest match of the last tokens goes on, plus 1, in the upper half, its length in the lower; 0 for none. */
    private static long match(int[] ids, int end) {
        int last = ids[end - 1];
        int best = 0;
        int place = NONE;
        for (int i = end - 2; i >= Math.max(0, end - REACH) && best < LONGEST; i--) {
            if (ids[i] != last) {
                continue;
            }
            int length = 1;
            while (length < LONGEST && i - length >= 0 && ids[i - length] == ids[end - 1 - length]) {
                length++;
            }
            if (length > best) {
                best = length;
                place = i + 1;
            }
        }
        return (long) (place + 1) << 32 | best;
    }
}
