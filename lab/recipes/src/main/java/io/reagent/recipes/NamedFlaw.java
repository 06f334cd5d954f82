package io.reagent.recipes;

import io.reagent.world.Flaw;
import io.reagent.world.FlawType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A flaw as a critique names it, read back from the critique's own words. */
record NamedFlaw(FlawType type, int step) {
    /** The step of a flaw in the final answer. */
    static final int ANSWER = 0;

    private static final Pattern NAMED = Pattern.compile("(?:Step (\\d{1,4})|The answer) ("
            + Stream.of(FlawType.values())
                    .map(type -> Pattern.quote(type.wording()))
                    .collect(Collectors.joining("|"))
            + ")");

    static List<NamedFlaw> in(String critique) {
        List<NamedFlaw> named = new ArrayList<>();
        Matcher matcher = NAMED.matcher(critique);
        while (matcher.find()) {
            FlawType type = Stream.of(FlawType.values())
                    .filter(candidate -> candidate.wording().equals(matcher.group(2)))
                    .findFirst()
                    .orElseThrow();
            named.add(new NamedFlaw(type, matcher.group(1) == null ? ANSWER : Integer.parseInt(matcher.group(1))));
        }
        return named;
    }

    static NamedFlaw of(Flaw flaw, int steps) {
        return new NamedFlaw(flaw.type(), flaw.step() > steps ? ANSWER : flaw.step());
    }
}
