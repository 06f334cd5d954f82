package io.reagent.lm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reagent.lm.Fixture;
import io.reagent.lm.constrain.Grammar;
import io.reagent.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EndingTest {
    private static final SamplingParameters WARM = new SamplingParameters(1.0, 0, 1, 0);

    private static Completion complete(LanguageModel model, GenerationRequest request) {
        return model.generate(request, token -> {}).completion().join();
    }

    /** Every second token of the vocabulary ends the text. */
    private static GenerationRequest request(
            LanguageModel model, long seed, List<String> stops, @Nullable Grammar grammar) {
        Set<Integer> ends = IntStream.range(0, model.config().vocabulary() / 2)
                .map(i -> 2 * i)
                .boxed()
                .collect(Collectors.toSet());
        return GenerationRequest.of(new int[] {5, 6, 7}, 20)
                .drawn(WARM, seed)
                .endingAt(ends, stops)
                .within(grammar);
    }

    @Test
    void no_stop_token_comes_before_its_time() {
        try (LanguageModel model = LanguageModel.load(Fixture.named("qwen3").directory(), 64)) {
            boolean early = false;
            for (int seed = 0; seed < 12; seed++) {
                Completion late =
                        complete(model, request(model, seed, List.of(), null).ending(9, false));
                assertThat(late.tokens()).hasSizeGreaterThanOrEqualTo(10);
                assertThat(late.tokens().subList(0, 9)).allMatch(token -> token.id() % 2 == 1);
                early |= complete(model, request(model, seed, List.of(), null))
                                .tokens()
                                .size()
                        < 10;
            }
            assertThat(early).isTrue();
        }
    }

    @Test
    void a_grammar_and_a_least_length_hold_together() {
        try (LanguageModel model = LanguageModel.load(Fixture.named("qwen3").directory(), 64)) {
            Grammar grammar = model.constraints().regex("a[01]*");
            Set<Integer> ends = model.endTokens();
            for (int seed = 0; seed < 12; seed++) {
                Completion completion = complete(
                        model,
                        GenerationRequest.of(new int[] {5, 6}, 40)
                                .drawn(WARM, seed)
                                .endingAt(ends, List.of())
                                .within(grammar)
                                .ending(12, false));
                assertThat(completion.text()).matches("a[01]*");
                assertThat(completion.tokens().stream().limit(12).filter(token -> ends.contains(token.id())))
                        .isEmpty();
            }
        }
    }

    @Test
    void what_ends_a_text_is_kept_where_that_is_asked_for() {
        try (LanguageModel model = LanguageModel.load(Fixture.named("qwen3").directory(), 64)) {
            GenerationRequest free = GenerationRequest.of(new int[] {5, 6}, 30).drawn(WARM, 3);
            Completion whole = complete(model, free);
            String stop = whole.text().substring(6, 8);
            String before = whole.text().substring(0, whole.text().indexOf(stop));
            GenerationRequest stopping =
                    GenerationRequest.of(new int[] {5, 6}, 30).drawn(WARM, 3).endingAt(Set.of(), List.of(stop));
            assertThat(complete(model, stopping).text()).isEqualTo(before);
            assertThat(complete(model, stopping.ending(0, true)).text()).isEqualTo(before + stop);

            int last = whole.tokens().get(4).id();
            GenerationRequest ended =
                    GenerationRequest.of(new int[] {5, 6}, 30).drawn(WARM, 3).endingAt(Set.of(last), List.of());
            assertThat(complete(model, ended.ending(0, true)).text())
                    .startsWith(complete(model, ended).text())
                    .hasSizeGreaterThan(complete(model, ended).text().length());
        }
    }

    @Test
    void a_word_that_ends_a_text_and_is_kept_keeps_the_space_before_it() {
        try (Tokenizer tokenizer = Tokenizer.load(Path.of("../../lab/conformance/fixtures/text/sentencepiece"))) {
            int[] ids = tokenizer.encodeText("the river the river");
            int last = ids[ids.length - 1];
            List<Integer> before =
                    IntStream.of(ids).boxed().takeWhile(id -> id != last).toList();
            GenerationRequest request = GenerationRequest.of(new int[] {5}, 20)
                    .drawn(WARM, 0)
                    .endingAt(Set.of(last), List.of())
                    .ending(0, true);
            Sequence sequence = new Sequence(request, token -> {}, tokenizer.streamDecoder(true), 64);
            before.forEach(id -> sequence.accept(id, 0, List.of()));
            assertThat(sequence.accept(last, 0, List.of())).isFalse();
            sequence.finish();
            int[] all = IntStream.concat(before.stream().mapToInt(id -> id), IntStream.of(last))
                    .toArray();
            assertThat(sequence.completion().join().text()).isEqualTo(tokenizer.decode(all, true));
        }
    }

    @Test
    void more_tokens_than_may_be_generated_cannot_be_demanded() {
        GenerationRequest request = GenerationRequest.of(new int[] {5}, 3).drawn(WARM, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.ending(4, false))
                .withMessageContaining("min_tokens");
    }
}
