package io.reagent.benchmarks;

import io.reagent.lm.constrain.Constraint;
import io.reagent.lm.constrain.Constraints;
import io.reagent.lm.constrain.Grammar;
import io.reagent.text.TokenBytes;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * {@code ./reagent bench grammar}: what limiting generation costs with a vocabulary of 150,000 tokens: compiling, the first
 * token mask of each place in a text, and masks that are known.
 */
public final class GrammarBench {
    private static final int TOKENS = 150_000;
    private static final int WARM = 10;
    private static final PrintStream OUT = System.out;

    private static final String SCHEMA = """
            {"type": "object", "properties": {
               "reasoning": {"type": "string"}, "critique": {"type": "string", "maxLength": 400},
               "score": {"type": "number", "minimum": 0, "maximum": 1},
               "steps": {"type": "array", "items": {"type": "object", "properties": {
                  "tool": {"enum": ["search", "browse", "python", "none"]}, "ok": {"type": "boolean"}},
                  "required": ["tool", "ok"], "additionalProperties": false}}},
             "required": ["reasoning", "critique", "score", "steps"], "additionalProperties": false}
            """;
    private static final String TEXT =
            "{\"reasoning\": \"The third step repeats the second.\", \"critique\": \"Check the date – 文 – first.\", "
                    + "\"score\": 0.75, \"steps\": [{\"tool\": \"search\", \"ok\": true}, {\"tool\": \"python\", \"ok\": false}]}";

    private GrammarBench() {}

    public static void main(String[] arguments) {
        TokenBytes tokens = vocabulary();
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < tokens.size(); id++) {
            ids.put(new String(tokens.bytes(id), StandardCharsets.ISO_8859_1), id);
        }
        long start = System.nanoTime();
        Constraints constraints = forget(tokens);
        OUT.printf("tokens as a tree, once per model: %.0f ms%n", millis(start));
        OUT.print("cold: " + report(constraints, ids));
        for (int round = 0; round < WARM; round++) { // a service has met grammars before
            report(forget(tokens), ids);
        }
        OUT.print("warm: " + report(forget(tokens), ids));
    }

    /** Constraints that know the vocabulary's tree and no schema. */
    private static Constraints forget(TokenBytes tokens) {
        Constraints constraints = new Constraints(() -> tokens);
        constraints.regex("a");
        return constraints;
    }

    private static String report(Constraints constraints, Map<String, Integer> ids) {
        long start = System.nanoTime();
        Grammar grammar = constraints.jsonSchema(SCHEMA);
        double compile = millis(start);
        double[] first = walk(grammar, ids);
        double[] again = walk(grammar, ids);
        return "schema to first mask %.1f ms; a new mask: median %.2f, worst %.1f ms; a known one: median %.1f, worst %.0f us%n"
                .formatted(
                        compile,
                        first[first.length / 2],
                        first[first.length - 1],
                        1e3 * again[again.length / 2],
                        1e3 * again[again.length - 1]);
    }

    /** Milliseconds of each token's step through the text, ascending. */
    private static double[] walk(Grammar grammar, Map<String, Integer> ids) {
        String text = new String(TEXT.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        Constraint constraint = grammar.begin(Set.of());
        List<Double> times = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int length = Math.min(12, text.length() - at);
            while (!ids.containsKey(text.substring(at, at + length))) {
                length--;
            }
            long start = System.nanoTime();
            constraint.advance(Objects.requireNonNull(ids.get(text.substring(at, at + length))));
            times.add(millis(start));
            at += length;
        }
        if (!constraint.complete()) {
            throw new IllegalStateException("the text is not of the grammar");
        }
        return times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** Every byte, pieces of JSON, and words of made-up syllables in several scripts, with and without a space before. */
    private static TokenBytes vocabulary() {
        SplittableRandom random = new SplittableRandom(1);
        Set<String> pieces = new LinkedHashSet<>(Arrays.asList(
                "{\"", "\":", "\": \"", "\", \"", "\"}", "}, {", " \"", "\"}]", "true", " true", "0.", " 0", "score",
                " the"));
        String[] syllables = {
            "an", "be", "con", "de", "er", "fi", "gra", "hy", "ing", "jo", "ka", "lo", "mi", "ne", "ous", "pre", "re",
            "st", "ti", "un", "ver", "wa", "é", "ü", "до", "на", "文", "字", "漢", "です", "0", "1", "20", "_", "(", ");",
            "=", "</"
        };
        while (pieces.size() < TOKENS - 256) {
            StringBuilder piece = new StringBuilder(random.nextInt(2) == 0 ? " " : "");
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                piece.append(syllables[random.nextInt(syllables.length)]);
            }
            pieces.add(piece.toString());
        }
        List<byte[]> tokens = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            tokens.add(new byte[] {(byte) b});
        }
        pieces.forEach(piece -> tokens.add(piece.getBytes(StandardCharsets.UTF_8)));
        return TokenBytes.of(tokens.toArray(byte[][]::new));
    }

    private static double millis(long since) {
        return (System.nanoTime() - since) / 1e6;
    }
}
