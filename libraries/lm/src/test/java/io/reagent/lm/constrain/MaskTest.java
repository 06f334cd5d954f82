package io.reagent.lm.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reagent.lm.Fixture;
import io.reagent.lm.constrain.Automaton.State;
import io.reagent.text.TokenBytes;
import io.reagent.text.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {
    private static final String NESTED = """
            {"type": "object", "properties": {"name": {"type": "string", "maxLength": 5},
              "items": {"type": "array", "items": {"anyOf": [{"$ref": "#"}, {"type": "number", "maximum": 2.5}, {"type": "null"}]}}},
             "required": ["name"], "additionalProperties": false}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(é|漢|😀|ab?){2,5}",
                "[^\"]*",
                "-?[1-9]\\d*(\\.\\d+)?",
                "(a|aa|aab)*1",
                "{\"type\": \"object\"}",
                NESTED
            })
    void masks_hold_exactly_the_tokens_that_one_by_one_keep_the_text_alive(String source) {
        TokenBytes tokens = Vocabularies.small(2);
        Constraints constraints = Vocabularies.constraints(tokens);
        Grammar grammar = source.strip().startsWith("{") ? constraints.jsonSchema(source) : constraints.regex(source);
        Random random = new Random(4);
        for (int round = 0; round < 10; round++) {
            State state = grammar.start();
            for (int step = 0; step < 20; step++) {
                long[] mask = grammar.allowed(state, false);
                State here = state;
                List<Integer> alive = IntStream.range(0, tokens.size())
                        .filter(id -> tokens.bytes(id).length > 0)
                        .filter(id -> !grammar.after(here, id, false).dead())
                        .boxed()
                        .toList();
                assertThat(ids(mask)).isEqualTo(alive);
                if (alive.isEmpty()) {
                    break;
                }
                state = grammar.after(state, alive.get(random.nextInt(alive.size())), false);
            }
        }
    }

    @Test
    void texts_drawn_through_masks_match_though_tokens_split_characters() {
        for (String expression :
                List.of("(é|漢|😀){3,6}", "[a-c]{2}: [^a\\n]{1,4}!", "(<score>)?(0\\.\\d{1,3}|1)(</score>)?")) {
            Pattern java = Pattern.compile(expression);
            for (int seed = 0; seed < 40; seed++) {
                TokenBytes tokens = Vocabularies.small(seed % 4);
                Grammar grammar = Vocabularies.constraints(tokens).regex(expression);
                String text = Walk.text(grammar, new Random(seed), 60);
                assertThat(java.matcher(text).matches())
                        .as("%s on '%s'", expression, text)
                        .isTrue();
            }
        }
    }

    @Test
    void an_end_token_is_allowed_only_where_the_text_may_end_and_control_tokens_never() {
        try (Tokenizer tokenizer = Tokenizer.load(Fixture.named("qwen3").directory())) {
            Constraints constraints = new Constraints(tokenizer::tokenBytes);
            int end = tokenizer.id("<|im_end|>");
            Constraint constraint = constraints.regex("ab?").begin(Set.of(end));
            assertThat(constraint.allows(end)).isFalse();
            assertThat(constraint.mayEnd()).isFalse();
            constraint.advance(tokenizer.encode("a")[0]);
            assertThat(constraint.allows(end)).isTrue();
            assertThat(constraint.mayEnd()).isTrue();
            assertThat(constraint.complete()).isFalse();
            assertThat(constraint.allows(tokenizer.id("<|endoftext|>"))).isFalse();
            constraint.advance(tokenizer.encode("b")[0]);
            assertThat(constraint.complete()).isTrue();
            assertThat(ids(constraint.allowed())).containsExactly(end);
            Constraint any = constraints.regex("[\\s\\S]*").begin(Set.of());
            assertThat(ids(any.allowed()))
                    .doesNotContainAnyElementsOf(tokenizer.special().keySet())
                    .contains(tokenizer.id("<tool_call>"));
        }
    }

    @Test
    void an_ordinary_token_that_ends_the_generation_is_not_text() {
        TokenBytes tokens = TokenBytes.of(new byte[][] {{'a'}, {'\n'}});
        Constraint constraint = Vocabularies.constraints(tokens).regex("a\\n?").begin(Set.of(1));
        assertThat(ids(constraint.allowed())).containsExactly(0);
        constraint.advance(0);
        assertThat(ids(constraint.allowed())).containsExactly(1);
        assertThat(constraint.complete()).isTrue();
    }

    @Test
    void a_token_that_is_not_allowed_and_a_vocabulary_without_a_way_on_are_refused() {
        TokenBytes tokens = TokenBytes.of(new byte[][] {{'a'}, {'b'}});
        Constraints constraints = Vocabularies.constraints(tokens);
        Constraint constraint = constraints.regex("ab+c").begin(Set.of());
        assertThatIllegalArgumentException().isThrownBy(() -> constraint.advance(1));
        assertThatIllegalArgumentException().isThrownBy(() -> constraint.advance(7));
        Constraint dead = constraints.regex("ac").begin(Set.of());
        assertThatExceptionOfType(GrammarException.class).isThrownBy(() -> dead.advance(0));
    }

    @Test
    void grammars_are_compiled_once_for_each_source() {
        Constraints constraints = Vocabularies.constraints(Vocabularies.small(1));
        assertThat(constraints.regex("a+")).isSameAs(constraints.regex("a+")).isNotSameAs(constraints.regex("a*"));
        assertThat(constraints.jsonObject()).isSameAs(constraints.jsonObject());
    }

    @Test
    void a_space_the_decoder_drops_at_the_start_is_not_counted() {
        try (Tokenizer tokenizer = Tokenizer.load(Path.of("../../lab/conformance/fixtures/text/sentencepiece"))) {
            TokenBytes tokens = tokenizer.tokenBytes();
            assertThat(tokens.dropsFirstSpace()).isTrue();
            for (int seed = 0; seed < 60; seed++) {
                Grammar grammar = new Constraints(tokenizer::tokenBytes).regex("[a-zé漢😀 ]{3,12}");
                Constraint constraint = grammar.begin(Set.of());
                List<Integer> drawn = new ArrayList<>();
                Random random = new Random(seed);
                while (!constraint.complete() && !(constraint.mayEnd() && random.nextInt(4) == 0)) {
                    List<Integer> allowed = ids(constraint.allowed());
                    drawn.add(allowed.get(random.nextInt(allowed.size())));
                    constraint.advance(drawn.getLast());
                }
                String text = tokenizer.decode(drawn.stream().mapToInt(i -> i).toArray(), true);
                assertThat(text).matches("[a-zé漢😀 ]{3,12}");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen", "llama3", "sentencepiece"})
    void the_bytes_of_tokens_joined_are_the_text_they_decode_to(String family) {
        try (Tokenizer tokenizer =
                Tokenizer.load(Path.of("../../lab/conformance/fixtures/text").resolve(family))) {
            TokenBytes tokens = tokenizer.tokenBytes();
            int[] ids = tokenizer.encode("x Hello,  world 東京 👩‍👩‍👧 ünï\n\n\tx end ");
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            IntStream.of(ids).forEach(id -> joined.writeBytes(tokens.bytes(id)));
            String text = joined.toString(StandardCharsets.UTF_8);
            assertThat(tokens.dropsFirstSpace() ? text.substring(1) : text).isEqualTo(tokenizer.decode(ids, true));
            tokenizer.special().keySet().forEach(id -> assertThat(tokens.bytes(id))
                    .isEmpty());
        }
    }

    private static List<Integer> ids(long[] mask) {
        return BitSet.valueOf(mask).stream().boxed().toList();
    }
}
