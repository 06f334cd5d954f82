package io.reagent.lm.constrain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A set of Unicode scalar values (surrogates are never among them), as sorted ranges that do not touch. */
record CodePoints(List<Range> ranges) {
    static final CodePoints NONE = new CodePoints(List.of());
    static final CodePoints ALL = of(0, 0x10FFFF);

    /** Both ends are members. */
    record Range(int first, int last) {}

    CodePoints {
        ranges = List.copyOf(ranges);
    }

    static CodePoints of(int first, int last) {
        List<Range> ranges = new ArrayList<>();
        if (first < 0xD800) {
            ranges.add(new Range(first, Math.min(last, 0xD7FF)));
        }
        if (last > 0xDFFF) {
            ranges.add(new Range(Math.max(first, 0xE000), last));
        }
        return new CodePoints(ranges);
    }

    static CodePoints of(int one) {
        return of(one, one);
    }

    /** The set of a string's characters. */
    static CodePoints anyOf(String characters) {
        return characters.codePoints().mapToObj(CodePoints::of).reduce(NONE, CodePoints::plus);
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    boolean contains(int codePoint) {
        return ranges.stream().anyMatch(range -> range.first() <= codePoint && codePoint <= range.last());
    }

    CodePoints plus(CodePoints other) {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.addAll(other.ranges);
        sorted.sort(Comparator.comparingInt(Range::first));
        List<Range> merged = new ArrayList<>();
        for (Range range : sorted) {
            if (!merged.isEmpty() && range.first() <= merged.getLast().last() + 1) {
                Range before = merged.removeLast();
                merged.add(new Range(before.first(), Math.max(before.last(), range.last())));
            } else {
                merged.add(range);
            }
        }
        return new CodePoints(merged);
    }

    CodePoints complement() {
        CodePoints result = NONE;
        int next = 0;
        for (Range range : ranges) {
            if (next < range.first()) {
                result = result.plus(of(next, range.first() - 1));
            }
            next = range.last() + 1;
        }
        return next <= 0x10FFFF ? result.plus(of(next, 0x10FFFF)) : result;
    }

    CodePoints minus(CodePoints other) {
        return complement().plus(other).complement();
    }

    CodePoints and(CodePoints other) {
        return minus(other.complement());
    }
}
