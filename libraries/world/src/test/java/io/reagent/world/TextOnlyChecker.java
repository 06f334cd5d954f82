package io.reagent.world;

import io.reagent.core.trajectory.Step;
import io.reagent.core.trajectory.ToolCall;
import io.reagent.core.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds flaws from the text of question and trajectory alone: it sees no plan, no encyclopaedia and no label, and is
 * written independently of the oracle. That it agrees with the labels shows that the evidence is in the text.
 */
final class TextOnlyChecker {
    private static final String WORDS =
            Stream.of(Attribute.values()).map(Attribute::word).collect(Collectors.joining("|"));
    private static final Pattern FACT =
            Pattern.compile("\\b((?:" + WORDS + ") of [A-Z][a-z]+): (\\w+)( \\([a-z]+\\))?");
    private static final Pattern KEY = Pattern.compile("\\b(" + WORDS + ") of ([A-Z][a-z]+)");
    private static final Pattern GUESSING = Pattern.compile(
            "Probably|I guess|, I think|From memory|I assume|I suppose|Without looking|My hunch|Presumably|I would guess|surely|I think it must");
    private static final Pattern MENDING =
            Pattern.compile("Wait|[Cc]orrection|I made an error|No, I looked|correct myself"
                    + "|I was mistaken|Looking back|I must go back|I should not have|I went too fast|I have to return|That was hasty"
                    + "|I was wrong|My own figure was off|I miscounted|not mine");
    private static final Pattern COMPUTED = Pattern.compile("(\\d+)\\D+(\\d+)\\D+(\\d+)");

    /** Where in the question's need the agent stands. */
    private record State(int chain, int hop, String entry, List<String> values) {}

    private final Trajectory trajectory;
    private final List<List<String>> hops = new ArrayList<>();
    private final List<String> starts = new ArrayList<>();
    private String combination = "";
    private final List<Flaw> flaws = new ArrayList<>();
    private final Set<String> searched = new HashSet<>();
    private final Set<String> listed = new HashSet<>();
    /** The state when each flaw was found. */
    private final List<State> before = new ArrayList<>();

    private State state;

    /** A value a result offers for a key; caveat marks it unreliable. */
    private record Offer(int step, String key, String value, boolean caveat, State from) {}

    private Offer offer;

    TextOnlyChecker(Trajectory trajectory) {
        this.trajectory = trajectory;
        readQuestion(trajectory.question());
        this.state = new State(0, 0, starts.getFirst(), List.of());
    }

    private void readQuestion(String question) {
        Matcher names = Pattern.compile("\\b[A-Z][a-z]{5,8}\\b").matcher(question);
        List<String> found = new ArrayList<>();
        while (names.find()) {
            if (names.group().matches("(?:[A-Za-z][aeiou][a-z]){2,3}") && isName(names.group())) {
                found.add(names.group());
            }
        }
        List<String> words = new ArrayList<>();
        Matcher attributes = Pattern.compile("\\b(?:" + WORDS + ")\\b").matcher(question);
        List<Integer> at = new ArrayList<>();
        while (attributes.find()) {
            words.add(attributes.group());
            at.add(attributes.start());
        }
        starts.addAll(found);
        if (question.contains("larger")) {
            combination = "larger";
            found.forEach(name -> hops.add(List.of(words.getFirst())));
        } else if (found.size() == 2) {
            combination = question.matches("(?i).*(sum|add|together|total|plus).*") ? "sum" : "difference";
            int border = question.indexOf(found.get(0));
            List<String> one = new ArrayList<>();
            List<String> other = new ArrayList<>();
            for (int i = 0; i < words.size(); i++) {
                (at.get(i) < border ? one : other).addFirst(words.get(i));
            }
            hops.add(one);
            hops.add(other);
        } else {
            boolean forward = question.contains(words.get(0) + ", " + words.get(1));
            hops.add(forward ? words : words.reversed());
        }
    }

    private static boolean isName(String word) {
        return !Set.of("Between", "Compare", "Starting", "Please", "Report", "Somebody", "Follow")
                .contains(word);
    }

    private boolean done() {
        return state.chain == hops.size();
    }

    private String need() {
        return done() ? "" : hops.get(state.chain).get(state.hop) + " of " + state.entry;
    }

    /** The state after the current need was met by {@code value}. */
    private State after(State from, int hop, String value) {
        if (hop + 1 < hops.get(from.chain).size()) {
            return new State(from.chain, hop + 1, value, from.values);
        }
        List<String> values = new ArrayList<>(from.values);
        values.add(value);
        int next = from.chain + 1;
        return new State(next, 0, next < hops.size() ? starts.get(next) : "", values);
    }

    List<Flaw> flaws() {
        int number = 0;
        for (Step step : trajectory.steps()) {
            number++;
            think(step.thought() == null ? "" : step.thought(), number);
            act(step.calls().getFirst(), number);
        }
        think(trajectory.answer() == null ? "" : trajectory.answer(), number + 1);
        answer(trajectory.answer() == null ? "" : trajectory.answer(), number + 1);
        return flaws.stream()
                .sorted(java.util.Comparator.comparingInt(Flaw::step))
                .toList();
    }

    private static boolean says(String text, String value) {
        return Pattern.compile("(?<![\\w])" + value + "(?!\\w)").matcher(text).find();
    }

    private void flaw(FlawType type, int step) {
        before.add(state);
        flaws.add(new Flaw(type, step, false));
    }

    private void think(String text, int number) {
        boolean mends = MENDING.matcher(text).find();
        if (mends) {
            mend(text);
            return;
        }
        take(text);
        if (!done() && GUESSING.matcher(text).find()) {
            String sentence = Stream.of(text.split("(?<=\\.)\\s"))
                    .filter(one -> one.contains(need()))
                    .findFirst()
                    .orElse(text);
            Matcher guessed = Pattern.compile("\\b(?:(?:[A-Z][aeiou][a-z])(?:[a-z][aeiou][a-z]){1,2}|\\d+)\\b")
                    .matcher(sentence.replace(need(), ""));
            String value = guessed.find() ? guessed.group() : "";
            flaw(FlawType.UNVERIFIED_GUESS, number);
            state = after(state, state.hop, value);
        }
        if (done() && (combination.equals("sum") || combination.equals("difference"))) {
            arithmetic(text, number);
        }
    }

    private void arithmetic(String text, int number) {
        String own = text.replaceAll("\\\\boxed.*", "");
        if (state.values.size() < 2 || own.contains("page")) {
            return;
        }
        long one = Long.parseLong(state.values.get(0));
        long other = Long.parseLong(state.values.get(1));
        for (String sentence : own.split("(?<=\\.)\\s")) {
            Matcher computed = COMPUTED.matcher(sentence);
            if (!computed.find()) {
                continue;
            }
            List<Long> said = Stream.of(1, 2, 3)
                    .map(group -> Long.parseLong(computed.group(group)))
                    .toList();
            long result = combination.equals("sum") ? one + other : Math.abs(one - other);
            List<Long> rest = new ArrayList<>(said);
            rest.remove(Long.valueOf(one));
            rest.remove(Long.valueOf(other));
            if (rest.size() == 1) {
                if (rest.getFirst() != result) {
                    flaw(FlawType.ARITHMETIC_SLIP, number);
                }
                state = new State(state.chain, 0, "", List.of(rest.getFirst().toString()));
                offer = null;
                return;
            }
        }
    }

    /** Whether a value on offer is taken, misread or left. */
    private void take(String text) {
        Offer offered = offer;
        offer = null;
        if (offered == null) {
            return;
        }
        boolean taken = says(text, offered.value);
        boolean reads = text.matches(
                        "(?s).*\\b(is|says|read|Good|gives|shows|Found|to this|learn|makes|comes|result|printed|get|tells|note)\\b.*")
                && !text.matches(
                        "(?s).*(not reliable|doubtful|do not trust|may be wrong|weak source|before I use|needs checking|would rather|source may be wrong|Before I trust|needs a check|Not sure about).*");
        if (offered.caveat) {
            if (taken) {
                flaw(FlawType.BLIND_TRUST, offered.step);
                state = after(offered.from, offered.from.hop, offered.value);
            }
            return;
        }
        if (taken) {
            state = offered.key.isEmpty()
                    ? new State(state.chain, 0, "", List.of(offered.value))
                    : after(offered.from, offered.from.hop, offered.value);
        } else if (reads) {
            flaw(FlawType.MISREAD_RESULT, offered.step);
            String wrong = wrongValue(text, offered);
            state = offered.key.isEmpty()
                    ? new State(state.chain, 0, "", List.of(wrong))
                    : after(offered.from, offered.from.hop, wrong);
        }
    }

    private static String wrongValue(String text, Offer offered) {
        String first = text.replace(offered.key, "");
        Matcher value = Pattern.compile(
                        offered.value.matches("\\d+")
                                ? "\\d+"
                                : "\\b(?!Found|Answer)[A-Z][aeiou][a-z](?:[a-z][aeiou][a-z]){1,2}\\b")
                .matcher(first);
        return value.find() ? value.group() : "";
    }

    private void mend(String text) {
        Flaw last = flaws.removeLast();
        flaws.add(new Flaw(last.type(), last.step(), true));
        if (last.type() == FlawType.MISREAD_RESULT) {
            Matcher key = KEY.matcher(text);
            if (key.find()) {
                String value = facts.getOrDefault(key.group(), "");
                state = after(before.getLast(), before.getLast().hop, value);
            }
        } else if (last.type() == FlawType.ARITHMETIC_SLIP) {
            state = new State(state.chain, 0, "", List.of(offer.value));
        } else {
            state = before.getLast();
        }
        offer = null;
    }

    private final Map<String, String> facts = new HashMap<>();

    private void act(ToolCall call, int number) {
        String result = call.result() == null ? "" : call.result();
        Matcher asked = KEY.matcher(call.arguments());
        String key = asked.find() ? asked.group() : "";
        Matcher shown = FACT.matcher(result);
        Offer found = null;
        while (shown.find()) {
            if (shown.group(1).equals(key)) {
                found = new Offer(number, key, shown.group(2), shown.group(3) != null, state);
                facts.put(key, shown.group(2));
            }
        }
        Matcher pages = Pattern.compile("page/\\d+").matcher(call.name().equals("search") ? result : "");
        if (result.startsWith("Error: malformed")) {
            flaw(FlawType.MALFORMED_CALL, number);
        } else if (call.name().equals("python")) {
            python(call, result, key, number);
        } else if (call.name().equals("browse")
                && !listed.contains(call.arguments().replaceAll(".*(page/\\d+).*", "$1"))) {
            flaw(FlawType.INVENTED_ARGUMENT, number);
        } else if (key.isEmpty()) {
            flaw(FlawType.WRONG_TOOL, number);
        } else if (key.equals(need())) {
            offer = found;
        } else if (call.name().equals("search")) {
            unneeded(key, found, number);
        }
        while (pages.find()) {
            listed.add(pages.group());
        }
        if (call.name().equals("search") && !result.startsWith("Error")) {
            searched.add(key);
        }
    }

    private void python(ToolCall call, String result, String key, int number) {
        if (!key.isEmpty()) {
            flaw(FlawType.WRONG_TOOL, number);
            return;
        }
        Matcher operands = Pattern.compile("(\\d+)[+-](\\d+)").matcher(call.arguments());
        if (operands.find() && state.values.size() == 2) {
            boolean known =
                    new HashSet<>(state.values).equals(new HashSet<>(List.of(operands.group(1), operands.group(2))));
            if (!known) {
                flaw(FlawType.INVENTED_ARGUMENT, number);
            }
        }
        offer = new Offer(number, "", result, false, state);
    }

    private void unneeded(String key, Offer found, int number) {
        if (searched.contains(key)) {
            flaw(FlawType.REPEATED_CALL, number);
            return;
        }
        String word = key.substring(0, key.indexOf(' '));
        if (!done() && key.endsWith(" " + state.entry)) {
            int later = hops.get(state.chain)
                    .subList(state.hop, hops.get(state.chain).size())
                    .indexOf(word);
            if (later > 0) {
                flaw(FlawType.MISSING_CALL, number);
                State skipped = new State(state.chain, state.hop + later, state.entry, state.values);
                offer = found == null ? null : new Offer(number, key, found.value, false, skipped);
                return;
            }
        }
        flaw(FlawType.NEEDLESS_CALL, number);
    }

    private void answer(String text, int number) {
        String boxed = text.replaceAll("(?s).*\\\\boxed\\{ (-?\\w+) }.*", "$1");
        if (!done()) {
            flaw(FlawType.PREMATURE_ANSWER, number);
            return;
        }
        String own;
        if (combination.equals("larger")) {
            boolean first = Long.parseLong(state.values.get(0)) > Long.parseLong(state.values.get(1));
            own = starts.get(first ? 0 : 1);
        } else {
            own = state.values.getLast();
        }
        if (!boxed.equals(own)) {
            flaw(FlawType.CONTRADICTION, number);
        }
    }
}
