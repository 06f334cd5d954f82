package io.reagent.lm.constrain;

import java.util.List;

/** A regular expression. */
sealed interface Regex {
    /** One character of a set. */
    record Letter(CodePoints set) implements Regex {}

    /** All parts, one after the other; none for the empty text. */
    record Concatenation(List<Regex> parts) implements Regex {
        public Concatenation {
            parts = List.copyOf(parts);
        }
    }

    /** Any one of the options. */
    record Alternation(List<Regex> options) implements Regex {
        public Alternation {
            options = List.copyOf(options);
        }
    }

    /** The body, at least {@code least} times and at most {@code most}, {@link #UNBOUNDED} for no limit. */
    record Repetition(Regex body, int least, int most) implements Regex {}

    int UNBOUNDED = -1;

    /** Any text. */
    Regex ANYTHING = new Repetition(new Letter(CodePoints.ALL), 0, UNBOUNDED);

    /** Adds the states that read a match, from a state on; returns the state after it. */
    default int build(Nfa nfa, Letters letters, int from) {
        return switch (this) {
            case Letter letter -> {
                int to = nfa.state();
                letters.add(nfa, from, letter.set(), to);
                yield to;
            }
            case Concatenation all -> {
                int at = from;
                for (Regex part : all.parts()) {
                    at = part.build(nfa, letters, at);
                }
                yield at;
            }
            case Alternation any -> {
                int to = nfa.state();
                for (Regex option : any.options()) {
                    int start = nfa.state();
                    nfa.empty(from, start);
                    nfa.empty(option.build(nfa, letters, start), to);
                }
                yield to;
            }
            case Repetition many -> repeat(many, nfa, letters, from);
        };
    }

    private static int repeat(Repetition many, Nfa nfa, Letters letters, int from) {
        int at = from;
        for (int i = 0; i < many.least(); i++) {
            at = many.body().build(nfa, letters, at);
        }
        int end = nfa.state();
        if (many.most() == UNBOUNDED) {
            int loop = nfa.state();
            nfa.empty(at, loop);
            nfa.empty(many.body().build(nfa, letters, loop), loop);
            nfa.empty(loop, end);
            return end;
        }
        for (int i = many.least(); i < many.most(); i++) {
            nfa.empty(at, end);
            int start = nfa.state();
            nfa.empty(at, start);
            at = many.body().build(nfa, letters, start);
        }
        nfa.empty(at, end);
        return end;
    }
}
