package io.reagent.lm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.reagent.lm.Fixture;
import io.reagent.lm.constrain.Constraints;
import io.reagent.lm.constrain.Grammar;
import io.reagent.lm.constrain.GrammarException;
import io.reagent.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ConstrainedGenerationTest {
    private static final String SCHEMA = """
            {"type": "object", "properties": {"critique": {"type": "string", "maxLength": 4},
              "score": {"type": "number", "minimum": 0, "maximum": 1, "multipleOf": 0.01},
              "tags": {"type": "array", "items": {"enum": ["good", "bad"]}, "maxItems": 2}},
             "required": ["critique", "score"], "additionalProperties": false}
            """;

    private static final SamplingParameters WARM = new SamplingParameters(1.0, 0, 1, 0);
    private static final SamplingParameters FILTERED = new SamplingParameters(1.3, 5, 0.9, 0.01);

    @Test
    void a_random_model_writes_what_the_schema_asks_for_however_tokens_are_chosen() {
        try (LanguageModel model = model()) {
            Grammar grammar = model.constraints().jsonSchema(SCHEMA);
            List<Generation> all = new ArrayList<>();
            for (int seed = 0; seed < 8; seed++) {
                for (SamplingParameters way : List.of(SamplingParameters.GREEDY, WARM, FILTERED)) {
                    all.add(model.generate(request(way, seed, 120, grammar), token -> {}));
                }
            }
            for (Generation generation : all) {
                Completion completion = generation.completion().join();
                assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
                JsonNode value = JsonMapper.shared().readTree(completion.text());
                assertThat(value.path("score").asDouble(-1)).isBetween(0.0, 1.0);
                assertThat(value.path("critique").asString().codePoints().count())
                        .isLessThanOrEqualTo(4);
            }
        }
    }

    @Test
    void rows_beside_a_constrained_one_are_drawn_as_if_alone() {
        try (LanguageModel model = model()) {
            Grammar grammar = model.constraints().regex("[01]{30}");
            List<Integer> alone = ids(model.generate(request(WARM, 3, 30, null), token -> {}));
            Generation free = model.generate(request(WARM, 3, 30, null), token -> {});
            Generation held = model.generate(request(WARM, 4, 40, grammar), token -> {});
            Generation other = model.generate(request(WARM, 3, 30, null), token -> {});
            assertThat(ids(free)).isEqualTo(alone);
            assertThat(ids(other)).isEqualTo(alone);
            assertThat(held.completion().join().text()).matches("[01]{30}");
        }
    }

    @Test
    void a_text_that_is_cut_ends_with_length_and_one_that_cannot_go_on_with_stop() {
        try (LanguageModel model = model()) {
            Grammar grammar = model.constraints().regex("[01]{8}");
            Completion cut = complete(model, request(SamplingParameters.GREEDY, 0, 3, grammar));
            assertThat(cut.finishReason()).isEqualTo(FinishReason.LENGTH);
            assertThat(cut.text()).matches("[01]{3,7}");
            Completion whole = complete(model, request(SamplingParameters.GREEDY, 0, 8, grammar));
            assertThat(whole.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(whole.text()).matches("[01]{8}");
        }
    }

    @Test
    void a_stop_token_ends_a_text_that_could_go_on() {
        try (LanguageModel model = model()) {
            Grammar grammar = model.constraints().regex("a|a[01]+");
            int end = model.endTokens().iterator().next();
            Set<FinishReason> reasons = new HashSet<>();
            for (int seed = 0; seed < 40; seed++) {
                Completion completion = complete(
                        model,
                        GenerationRequest.of(new int[] {5, 6}, 20)
                                .drawn(WARM, seed)
                                .endingAt(model.endTokens(), List.of())
                                .within(grammar));
                assertThat(completion.text()).matches("a[01]*");
                reasons.add(completion.finishReason());
                if (completion.finishReason() == FinishReason.STOP) {
                    assertThat(completion.tokens().getLast().id()).isEqualTo(end);
                }
            }
            assertThat(reasons).contains(FinishReason.STOP);
        }
    }

    @Test
    void logprobs_and_alternatives_are_those_of_the_whole_vocabulary() {
        Fixture fixture = Fixture.named("qwen3");
        JsonNode prompt = fixture.expected().path("prompts").get(0);
        int[] ids = Fixture.ints(prompt.path("ids"));
        float[] logits = Fixture.floats(
                prompt.path("logits").get(prompt.path("positions").size() - 1));
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        try (LanguageModel model = model()) {
            Grammar bits = model.constraints().regex("[01]");
            SamplingParameters greedy = SamplingParameters.GREEDY;
            GeneratedToken free = complete(
                            model, GenerationRequest.of(ids, 1).drawn(greedy, 0).withLogprobs(5))
                    .tokens()
                    .getFirst();
            GeneratedToken held = complete(
                            model,
                            GenerationRequest.of(ids, 1)
                                    .drawn(greedy, 0)
                                    .withLogprobs(5)
                                    .within(bits))
                    .tokens()
                    .getFirst();
            int zero = model.tokenizer().encode("0")[0];
            int one = model.tokenizer().encode("1")[0];
            assertThat(held.id()).isEqualTo(logits[zero] > logits[one] ? zero : one);
            assertThat((double) held.logprob()).isCloseTo(logits[held.id()] - Math.log(sum), within(1e-4));
            assertThat(held.alternatives())
                    .usingRecursiveComparison()
                    .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-4f ? 0 : Float.compare(a, b), Float.class)
                    .isEqualTo(free.alternatives());
        }
    }

    @Test
    void a_grammar_of_another_model_is_refused() {
        try (LanguageModel model = model();
                LanguageModel other = model()) {
            Grammar grammar = other.constraints().regex("a");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.generate(request(WARM, 0, 3, grammar), token -> {}))
                    .withMessageContaining("constraints()");
        }
    }

    @Test
    void where_no_token_may_come_first_the_request_is_refused_and_others_go_on() {
        try (LanguageModel model = model()) {
            for (String empty : List.of("", "()", "a{0}")) {
                assertThatExceptionOfType(GrammarException.class)
                        .isThrownBy(() -> model.constraints().regex(empty))
                        .withMessageContaining("empty");
            }
            Generation other = model.generate(request(WARM, 3, 30, null), token -> {});
            Grammar maybe = model.constraints().regex("a?");
            Set<Integer> ends = Set.of(model.tokenizer().encode("a")[0]);
            GenerationRequest ended = GenerationRequest.of(new int[] {5, 6}, 9)
                    .drawn(WARM, 0)
                    .endingAt(ends, List.of())
                    .within(maybe);
            assertThat(complete(model, ended).tokens()).hasSize(1);
            assertThatExceptionOfType(GrammarException.class)
                    .isThrownBy(() -> model.generate(ended.ending(1, false), token -> {}));
            assertThat(other.completion().join().tokens()).hasSize(30);
        }
    }

    @Test
    void a_token_that_is_not_allowed_fails_its_sequence_alone() {
        try (LanguageModel model = model()) {
            Sequence sequence = new Sequence(
                    request(WARM, 0, 9, model.constraints().regex("[01]+")),
                    token -> {},
                    model.tokenizer().streamDecoder(true),
                    64);
            assertThat(sequence.accept(model.tokenizer().encode("x")[0], 0, List.of()))
                    .isFalse();
            assertThat(sequence.completion()).isCompletedExceptionally();
        }
    }

    @Test
    void a_text_is_the_grammars_whatever_decoding_drops_of_it() {
        try (Tokenizer tokenizer = Tokenizer.load(Path.of("../../lab/conformance/fixtures/text/sentencepiece"))) {
            Constraints constraints = new Constraints(tokenizer::tokenBytes);
            int[] control = {tokenizer.id("<s>"), tokenizer.id("</s>")};
            int[] word = tokenizer.encode("tool");
            Random random = new Random(2);
            String expression = " a[1-4]|the[a-z]";
            for (int[] prompt :
                    List.of(control, word, IntStream.of(control[0], word[0]).toArray())) {
                for (int round = 0; round < 20; round++) {
                    GenerationRequest begun = GenerationRequest.of(prompt, 20)
                            .drawn(SamplingParameters.GREEDY, 0)
                            .within(constraints.regex(expression));
                    assertThat(written(tokenizer, begun, new int[0], random)).matches(expression);
                    assertThat(written(tokenizer, begun.goingOn(), prompt, random))
                            .matches(expression);
                }
            }
        }
    }

    /** Any text of those that may be generated. */
    private static String written(Tokenizer tokenizer, GenerationRequest request, int[] before, Random random) {
        Sequence sequence = new Sequence(request, token -> {}, tokenizer.streamDecoder(true, before), 64);
        boolean goesOn = true;
        while (goesOn) {
            int[] allowed = BitSet.valueOf(sequence.allowed(tokenizer.vocabularySize())).stream()
                    .toArray();
            goesOn = sequence.accept(allowed[random.nextInt(allowed.length)], 0, List.of());
        }
        sequence.finish();
        return sequence.completion().join().text();
    }

    private static LanguageModel model() {
        return LanguageModel.load(Fixture.named("qwen3").directory(), 64);
    }

    private static GenerationRequest request(
            SamplingParameters sampling, long seed, int maxTokens, @Nullable Grammar grammar) {
        return GenerationRequest.of(new int[] {5, 6, 7}, maxTokens)
                .drawn(sampling, seed)
                .endingAt(Set.of(313), List.of())
                .within(grammar);
    }

    private static Completion complete(LanguageModel model, GenerationRequest request) {
        return model.generate(request, token -> {}).completion().join();
    }

    private static List<Integer> ids(Generation generation) {
        return generation.completion().join().tokens().stream()
                .map(GeneratedToken::id)
                .toList();
    }
}
