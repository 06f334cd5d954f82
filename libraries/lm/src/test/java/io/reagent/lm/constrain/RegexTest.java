package io.reagent.lm.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.reagent.lm.constrain.Automaton.State;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
    private static final String[] CHARACTERS = {"a", "b", "c", "1", " ", "-", "é", "漢", "😀", "\n", "_", "\uFFFF"};
    private final Constraints constraints = Vocabularies.constraints(Vocabularies.small(1));

    @Test
    void random_expressions_match_what_java_matches() {
        Random random = new Random(3);
        int matching = 0;
        for (int round = 0; round < 200; round++) {
            String expression = expression(random, 3);
            Pattern java = Pattern.compile(expression);
            Automaton automaton = automaton(expression);
            for (int i = 0; i < 60; i++) {
                String text = i % 2 == 0 ? text(random) : walk(automaton, random);
                boolean expected = java.matcher(text).matches();
                assertThat(accepts(automaton, text))
                        .as("%s on '%s'", expression, text)
                        .isEqualTo(expected);
                matching += expected ? 1 : 0;
            }
        }
        assertThat(matching).isBetween(1_000, 11_000);
    }

    @Test
    void every_text_that_is_alive_can_be_completed() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            Automaton automaton = automaton(expression(random, 3));
            State state = automaton.start();
            for (int i = 0; i < 30 && !state.dead(); i++) {
                assertThat(completable(automaton, state)).isTrue();
                State from = state;
                int[] alive = random.ints(40, 0, 256)
                        .filter(b -> !automaton.next(from, (byte) b).dead())
                        .toArray();
                if (alive.length == 0) {
                    break;
                }
                state = automaton.next(state, (byte) alive[0]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "^abc$ ~ abc ~ abcd",
                "^a|b$ ~ b ~ ab",
                "[^\"]+ ~ é😀 ~ a\"",
                ". ~ 😀 ~ ab",
                "\\x41\\u00e9 ~ Aé ~ A",
                "(?<year>\\d{4})-(?:\\d\\d) ~ 2026-11 ~ 2026-1",
                "a{2,3}? ~ aaa ~ aaaa",
                "[\\]\\-a] ~ - ~ b",
                "[a-] ~ - ~ b",
                "<score>(0(\\.\\d{1,2})?|1(\\.0{1,2})?)</score> ~ <score>0.75</score> ~ <score>1.75</score>"
            })
    void an_expression_describes_the_whole_text(String expression, String in, String out) {
        Grammar grammar = constraints.regex(expression);
        assertThat(Vocabularies.matches(grammar, in)).isTrue();
        assertThat(Vocabularies.matches(grammar, out)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a",
                "a)",
                "[a",
                "a**",
                "*a",
                "(?=a)",
                "(?i)a",
                "\\1",
                "\\bword",
                "\\p{L}",
                "a{3,2}",
                "a{,3}",
                "{",
                "a$b",
                "(^a)",
                "[b-a]",
                "[\\d-z]",
                "\\",
                "a++",
                "[]",
                "[[a]]",
                "\\ud83d",
                "(?<!a)b",
                "a{99999999}"
            })
    void what_is_not_understood_is_refused_with_its_place(String expression) {
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> constraints.regex(expression))
                .withMessageContaining(" at ");
    }

    @Test
    void bytes_that_are_not_utf8_are_never_alive() {
        Automaton automaton = automaton("[^a]*");
        for (int[] bad :
                new int[][] {{0x80}, {0xC0}, {0xC1}, {0xED, 0xA0}, {0xF4, 0x90}, {0xF5}, {0xE0, 0x9F}, {0xFF}}) {
            State state = automaton.start();
            for (int b : bad) {
                state = automaton.next(state, (byte) b);
            }
            assertThat(state.dead()).isTrue();
        }
    }

    @Test
    void an_expression_that_is_too_large_or_too_ambiguous_fails_by_type_and_soon() {
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> constraints.regex("((a{1000}){1000}){1000}"))
                .withMessageContaining("states");
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> {
                    Grammar grammar = constraints.regex("(x{0,100}){100}");
                    Vocabularies.matches(grammar, "x".repeat(9_000));
                })
                .withMessageContaining("ambiguous");
    }

    @Test
    void exponentially_many_states_are_made_only_as_texts_visit_them() {
        Grammar grammar = constraints.regex("[ab]*a[ab]{40}");
        assertThat(Vocabularies.matches(grammar, "ab".repeat(5_000) + "a" + "b".repeat(40)))
                .isTrue();
        assertThat(Vocabularies.matches(grammar, "ab".repeat(5_000) + "b" + "b".repeat(40)))
                .isFalse();
    }

    private static Automaton automaton(String expression) {
        Nfa nfa = new Nfa();
        int rule = nfa.rule();
        Nfa.Part part = nfa.rule(rule);
        nfa.empty(RegexParser.whole(expression).build(nfa, Letters.PLAIN, part.start()), part.end());
        return new Automaton(nfa, rule);
    }

    private static boolean accepts(Automaton automaton, String text) {
        State state = automaton.start();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            state = automaton.next(state, b);
        }
        return state.accepting();
    }

    private static boolean completable(Automaton automaton, State from) {
        Set<State> seen = new HashSet<>(Set.of(from));
        Deque<State> work = new ArrayDeque<>(seen);
        while (!work.isEmpty()) {
            State state = work.remove();
            if (state.accepting()) {
                return true;
            }
            for (int b = 0; b < 256; b++) {
                State next = automaton.next(state, (byte) b);
                if (!next.dead() && seen.add(next)) {
                    work.add(next);
                }
            }
        }
        return false;
    }

    /** Characters that keep the automaton alive, as far as they go. */
    private static String walk(Automaton automaton, Random random) {
        StringBuilder text = new StringBuilder();
        State state = automaton.start();
        for (int i = 0; i < 8; i++) {
            String character = CHARACTERS[random.nextInt(CHARACTERS.length)];
            State next = state;
            for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
                next = automaton.next(next, b);
            }
            if (!next.dead()) {
                text.append(character);
                state = next;
            }
        }
        return text.toString();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(6); n > 0; n--) {
            text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return text.toString();
    }

    private static String expression(Random random, int depth) {
        return switch (depth == 0 ? random.nextInt(5) : random.nextInt(9)) {
            case 0 -> CHARACTERS[random.nextInt(4)];
            case 1 -> CHARACTERS[6 + random.nextInt(3)];
            case 2 -> new String[] {"\\d", "\\w", "\\s", "\\D", "\\W", "\\S", "."}[random.nextInt(7)];
            case 3 -> new String[] {"[a-c]", "[^ab]", "[é-漢]", "[^\\w]", "[\\d\\s-]", "[\\u00e9😀]"}[random.nextInt(6)];
            case 4 -> CHARACTERS[random.nextInt(3)];
            case 5 -> "(" + expression(random, depth - 1) + "|" + expression(random, depth - 1) + ")";
            case 6 ->
                "(?:" + expression(random, depth - 1) + ")"
                        + new String[] {"*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "*?"}[random.nextInt(8)];
            default -> expression(random, depth - 1) + expression(random, depth - 1);
        };
    }
}
