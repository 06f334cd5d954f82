package io.reagent.world;

import io.reagent.world.Plan.Chain;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Puts a plan into a question. As in {@link Phrase}, the last two wordings of each kind are held out of training. */
final class Wording {
    private static final List<String> CHAIN = List.of(
            "What is @1?",
            "Find @1.",
            "Tell me @1.",
            "I want to know @1.",
            "Please look up @1.",
            "Can you find out @1?",
            "Name @1.",
            "Start from @s and follow @w: where do you end?",
            "Begin at @s, then take @w. What is it?",
            "Starting with @s, go through @w and give the last.",
            "Report @1, please.",
            "Look up @1.",
            "Give me @1.",
            "I need @1.",
            "Which one is @1?",
            "What do we know as @1?",
            "Say what @1 is.",
            "Please tell me @1.",
            "From @s go along @w: what do you find?",
            "Start at @s and take @w: what is the result?",
            "Go from @s by @w and name the end.",
            "Follow @w from @s. What comes out?",
            "If you begin with @s and go to @w, what do you reach?",
            "Take @s and follow @w to the end: what is there?",
            "Walk from @s over @w: where does it lead?",
            "Go out from @s along @w: what is there?",
            "Leave @s and go by @w: where do you arrive?",
            "Trace @w from @s: what is at the end?",
            "From @s, take @w one after the other: what comes last?",
            "Move from @s to @w in turn: what is there at last?",
            "Set off at @s and follow @w: what is found?",
            "In turn take @w, starting from @s: what is the last?",
            "Starting at @s, take @w: which one is it?",
            "Step from @s through @w and say what is there.",
            "With @s as the start, take @w: what is it?",
            "This chain leads from @s: @w. What is at its end?",
            "Leave from @s and take @w. What do you get?",
            "Somebody asks for @1; what is it?",
            "Set out from @s and take @w: what is reached?");
    /** Pieces that half of the training questions about one chain are put together from: no two of them read alike. */
    private static final List<String> FORWARD_OPENINGS = List.of(
            "Begin at @s",
            "Start from @s",
            "Start with @s",
            "Leave @s",
            "Take @s first",
            "Go off from @s",
            "Be at @s",
            "Depart from @s",
            "Head out from @s",
            "Set forth at @s",
            "Open with @s",
            "Look at @s",
            "Stand at @s",
            "You are at @s",
            "One leaves @s",
            "A walk begins at @s",
            "First comes @s",
            "Let @s be the start",
            "Given @s",
            "Out from @s",
            "Move off from @s",
            "It all starts with @s");

    private static final List<String> FORWARD_LINKS = List.of(
            " and take @w",
            ", then follow @w",
            " and go by @w",
            ", then @w",
            " and visit @w",
            "; go along @w",
            " and go through @w",
            ", go on to @w",
            ", pass @w",
            " and then see @w",
            " and use @w in turn",
            ". Next come @w",
            ", and after it @w",
            " and work through @w",
            ": @w",
            ", moving over @w");
    private static final List<String> FORWARD_ENDINGS = List.of(
            ": what is found?",
            ". What do you get?",
            ": which one is it?",
            ". What is at the end?",
            ", and name it.",
            ": what is it?",
            ". Tell me the last.",
            ": where is that?",
            "; what comes out?",
            ". Say what is there.",
            ", and report it.",
            ".",
            "?",
            ": what now?",
            ". What is seen there?",
            ": what is the outcome?");
    private static final List<String> NESTED_OPENINGS = List.of(
            "My friend wants @1",
            "They ask about @1",
            "One asks for @1",
            "Who or what is @1",
            "Kindly give @1",
            "It is about @1",
            "A question: @1",
            "Report on @1",
            "Do you know @1",
            "Try to find @1",
            "Search for @1",
            "Work out @1",
            "The wanted thing is @1",
            "Show @1",
            "Everyone wonders about @1",
            "We look for @1",
            "Bring me @1",
            "Say @1",
            "Could you look up @1",
            "What would be @1",
            "All I want is @1");
    private static final List<String> NESTED_ENDINGS = List.of(
            ".",
            "?",
            ", please.",
            ": what is it?",
            ". Answer it.",
            "; which one is that?",
            ", if you can.",
            ". Thanks.",
            ", quickly.",
            ": tell me.",
            ". What is it?",
            ", and nothing else.",
            "; name it.");
    /** What a third of the training questions open with. */
    private static final List<String> ASIDES = List.of(
            "A riddle.",
            "Here is a task:",
            "Hello.",
            "Hear this:",
            "For my notes:",
            "One more thing.",
            "Quick one:",
            "A friend asked me this.",
            "Now this:",
            "Think, then answer.",
            "Question for you:",
            "Good day!",
            "Task:",
            "It is late, but still:",
            "We bet on this.",
            "Take your time.",
            "Q:",
            "Read it with care.");

    private static final List<String> SUM = List.of(
            "What is the sum of @1 and @2?",
            "Add @1 and @2.",
            "What do @1 and @2 make together?",
            "Find the total of @1 and @2.",
            "How much is @1 plus @2?",
            "Give the sum of @1 and @2.",
            "Sum up @1 and @2.",
            "What is @1 and @2 added up?",
            "Tell me the sum of @1 and @2.",
            "Please add @1 to @2.",
            "Take @1, add @2: what do you get?",
            "If you add @1 and @2, what is the sum?",
            "Count @1 and @2 together.",
            "Take @1 and @2: what is their sum?",
            "Put @1 and @2 together; what is the total?");
    private static final List<String> DIFFERENCE = List.of(
            "What is the difference between @1 and @2?",
            "How far apart are @1 and @2?",
            "Find the difference of @1 and @2.",
            "By how much do @1 and @2 differ?",
            "Give the difference between @1 and @2.",
            "Compare @1 with @2: what is the difference?",
            "What separates @1 and @2?",
            "Tell me the difference of @1 and @2.",
            "How big is the difference between @1 and @2?",
            "Please find how much @1 and @2 differ.",
            "Take @1 and @2 and give their difference.",
            "Between @1 and @2, how large is the difference?",
            "Take @1 and @2: how large is their difference?",
            "What difference is there from @1 to @2?");
    private static final List<String> LARGER = List.of(
            "Which has the larger @a, @x or @y?",
            "Whose @a is larger, @x or @y?",
            "Between @x and @y, which has the larger @a?",
            "Compare @x and @y: which has the larger @a?",
            "Of @x and @y, which one has the larger @a?",
            "Is the @a larger for @x or for @y?",
            "Of @x and @y, whose @a is larger?",
            "Take @x and @y: whose @a is larger?",
            "Tell me which has the larger @a, @x or @y.",
            "Is it @x or @y that has the larger @a?",
            "By its @a, is @x or @y larger?",
            "Take @x and @y. Which is larger by @a?",
            "By @a, which is larger: @x or @y?");

    private Wording() {}

    static String question(Plan plan, Split split, RandomGenerator random) {
        String aside = split == Split.TRAIN && random.nextInt(3) == 0 ? any(ASIDES, random) + " " : "";
        return aside + asked(plan, split, random);
    }

    private static String asked(Plan plan, Split split, RandomGenerator random) {
        Chain one = plan.chains().getFirst();
        return switch (plan.combination()) {
            case NONE ->
                chain(split, random)
                        .replace("@1", one.nested("the "))
                        .replace("@s", one.start())
                        .replace("@w", one.hops().stream().map(Attribute::word).collect(Collectors.joining(", ")));
            case SUM -> two(Phrase.pick(SUM, random, split), plan);
            case DIFFERENCE -> two(Phrase.pick(DIFFERENCE, random, split), plan);
            case LARGER ->
                Phrase.pick(LARGER, random, split)
                        .replace("@a", one.hops().getFirst().word())
                        .replace("@x", one.start())
                        .replace("@y", plan.chains().get(1).start());
        };
    }

    private static String chain(Split split, RandomGenerator random) {
        if (split == Split.HELD_OUT || random.nextBoolean()) {
            return Phrase.pick(CHAIN, random, split);
        }
        return random.nextBoolean()
                ? any(FORWARD_OPENINGS, random) + any(FORWARD_LINKS, random) + any(FORWARD_ENDINGS, random)
                : any(NESTED_OPENINGS, random) + any(NESTED_ENDINGS, random);
    }

    private static String any(List<String> of, RandomGenerator random) {
        return of.get(random.nextInt(of.size()));
    }

    private static String two(String wording, Plan plan) {
        return wording.replace("@1", plan.chains().get(0).nested("the "))
                .replace("@2", plan.chains().get(1).nested("the "));
    }
}
