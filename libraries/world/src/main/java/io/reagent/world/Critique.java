package io.reagent.world;

import java.util.ArrayList;
import java.util.List;

/** Puts flaws into words for the agent: where, what in a fixed wording, and what to do instead. */
final class Critique {
    private Critique() {}

    static String of(List<Flaw> flaws, int steps, boolean computed) {
        if (flaws.isEmpty()) {
            return computed
                    ? "Sound: every needed fact was looked up, read as stated, and combined correctly."
                    : "Sound: every needed fact was looked up and read as stated.";
        }
        List<String> sentences = new ArrayList<>();
        for (Flaw flaw : flaws) {
            String where = flaw.step() > steps ? "The answer " : "Step " + flaw.step() + " ";
            sentences.add(where + flaw.type().wording() + (flaw.mended() ? ", mended later: " : ": ")
                    + advice(flaw.type()).get(flaw.step() % 2) + ".");
        }
        return String.join(" ", sentences);
    }

    private static List<String> advice(FlawType type) {
        return switch (type) {
            case NEEDLESS_CALL ->
                List.of("ask only for what the question needs", "leave out what the question does not ask for");
            case MISSING_CALL ->
                List.of("look up each link of the chain in turn", "do not jump over a link of the chain");
            case REPEATED_CALL -> List.of("use the result you already have", "do not ask twice for the same thing");
            case INVENTED_ARGUMENT ->
                List.of(
                        "use only pages and numbers that a result has shown",
                        "take arguments from results, not from nowhere");
            case WRONG_TOOL ->
                List.of(
                        "look facts up with search and compute with python",
                        "choose search for facts and python for sums");
            case MALFORMED_CALL ->
                List.of("send complete JSON with the tool's own fields", "check the arguments before you send them");
            case MISREAD_RESULT ->
                List.of("copy the value exactly as the result states it", "compare what you note with the result");
            case BLIND_TRUST ->
                List.of("check a marked value on its page first", "open the page before you use a doubtful value");
            case UNVERIFIED_GUESS -> List.of("look the value up before you use it", "replace the guess by a lookup");
            case ARITHMETIC_SLIP -> List.of("let python do the arithmetic", "add digit by digit or use python");
            case PREMATURE_ANSWER -> List.of("finish every needed lookup first", "go on until nothing needed is open");
            case CONTRADICTION -> List.of("answer with what you found", "keep the answer to your own finding");
        };
    }
}
