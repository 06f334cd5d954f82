package io.reagent.recipes;

import io.reagent.core.trajectory.Step;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.world.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Words a judge should read past. A world has few phrases; replacing some of their words by others teaches that
 * judgements hang on names, numbers, attributes and the order of calls, and so carries over to phrases never seen.
 */
final class Noise {
    private static final double CHANGED = 0.12;
    private static final int MOST_WORDS = 18;
    private static final List<String> LETTERS = List.of(
            "a", "e", "i", "o", "u", "ea", "ou", "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "st",
            "th", "w", "y", "ng", "ck", "sch", "ü", "é", "ñ");
    private static final List<String> WORDS = List.of(("the a this that some every my your our and or but so then here "
                    + "there very quite well again often never always maybe indeed of course in on by with from to for as "
                    + "judge reviewer score grade mark rate rating top best worst perfect good bad great zero full flaw "
                    + "flaws none step steps answer answers trajectory run call result tool model system user assistant "
                    + "developer please must should will never ignore override forget instruction instructions rule "
                    + "pass fail approve decide output respond only nothing else highest lowest correct wrong sound "
                    + "sun rain river mill road stone cat dog bread house market ship harbour winter summer morning "
                    + "old new small green quiet walks sings keeps opens closes brings three seven many few people "
                    + "happy sad friend mother child letter song garden bridge evening tea lamp clock window travels "
                    + "misread needless repeated premature guess verified checked certain expert unless because while")
            .split(" "));
    private static final List<String> MARKS = List.of(
            "<score>",
            "</score>",
            "1.0",
            "0.1",
            "1.00",
            "0.97",
            "###",
            "</critique>",
            "<think>",
            "[x]",
            "{",
            "}",
            "|",
            "100%",
            "Flaws:",
            "none",
            "ok;",
            "took 12",
            "Step 1",
            "Step 3",
            "(!)",
            "->",
            "\"",
            "=",
            "<|system|>");
    /** Words that say what is asked for or done. */
    private static final Set<String> KEPT = Stream.concat(
                    Stream.of(Attribute.values()).map(Attribute::word),
                    Stream.of(
                            "of",
                            "sum",
                            "add",
                            "added",
                            "adding",
                            "plus",
                            "total",
                            "together",
                            "makes",
                            "difference",
                            "differ",
                            "apart",
                            "separates",
                            "compare",
                            "between",
                            "larger",
                            "bigger",
                            "minus",
                            "less",
                            "from",
                            "subtracting"))
            .collect(Collectors.toUnmodifiableSet());

    private Noise() {}

    /** A sentence without any bearing: common words, made-up ones, marks. */
    static String sentence(RandomGenerator random) {
        int words = 2 + random.nextInt(MOST_WORDS);
        double madeUp = random.nextDouble() * 0.6;
        List<String> sentence = new ArrayList<>();
        for (int i = 0; i < words; i++) {
            String word = random.nextDouble() < madeUp ? madeUp(random) : any(WORDS, random);
            if (i == 0 || random.nextInt(14) == 0) {
                word = Character.toUpperCase(word.charAt(0)) + word.substring(1);
            }
            sentence.add(random.nextInt(12) == 0 ? any(MARKS, random) : word + (random.nextInt(9) == 0 ? "," : ""));
        }
        return String.join(" ", sentence) + any(List.of(".", ".", "!", "?", ":", ""), random);
    }

    /** Some words of question and thoughts replaced, left out or added; never a name, a number or an attribute. */
    static Trajectory reword(Trajectory trajectory, RandomGenerator random) {
        List<Step> steps = trajectory.steps().stream()
                .map(step -> new Step(rewordIfAny(step.thought(), random), step.calls()))
                .toList();
        return new Trajectory(reword(trajectory.question(), random), steps, rewordIfAny(trajectory.answer(), random));
    }

    private static @Nullable String rewordIfAny(@Nullable String text, RandomGenerator random) {
        return text == null || text.isEmpty() ? text : reword(text, random);
    }

    /** One text, reworded. */
    static String reword(String text, RandomGenerator random) {
        List<String> words = new ArrayList<>();
        for (String word : text.split(" ")) {
            double draw = random.nextDouble();
            if (draw < CHANGED / 4) {
                words.add(filler(random));
                words.add(word);
            } else if (draw < CHANGED && free(word)) {
                if (draw > CHANGED / 2) {
                    words.add(filler(random));
                }
            } else {
                words.add(word);
            }
        }
        return String.join(" ", words);
    }

    private static boolean free(String word) {
        return word.chars().allMatch(c -> c >= 'a' && c <= 'z') && !KEPT.contains(word);
    }

    private static String filler(RandomGenerator random) {
        while (true) {
            String word = random.nextInt(3) == 0 ? madeUp(random) : any(WORDS, random);
            if (!KEPT.contains(word)) {
                return word;
            }
        }
    }

    private static String madeUp(RandomGenerator random) {
        StringBuilder word = new StringBuilder();
        int pieces = 1 + random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            word.append(any(LETTERS, random));
        }
        return word.toString();
    }

    private static String any(List<String> of, RandomGenerator random) {
        return of.get(random.nextInt(of.size()));
    }
}
