package io.reagent.lm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.reagent.lm.Fixture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class GenerationTest {
    @SuppressWarnings("unused")
    static final Iterable<String> FIXTURES = Fixture.ALL;

    private static final SamplingParameters WARM = new SamplingParameters(1.0, 0, 1, 0);

    @ParameterizedTest
    @FieldSource("FIXTURES")
    void greedy_tokens_equal_those_of_transformers_alone_and_in_a_batch(String name) {
        Fixture fixture = Fixture.named(name);
        try (LanguageModel model = LanguageModel.load(fixture.directory(), 64)) {
            List<Generation> together = new ArrayList<>();
            List<List<Integer>> expected = new ArrayList<>();
            for (JsonNode prompt : fixture.expected().path("prompts")) {
                if (prompt.has("greedy")) {
                    GenerationRequest request =
                            request(Fixture.ints(prompt.path("ids")), 64, SamplingParameters.GREEDY, 0);
                    List<Integer> greedy = IntStream.of(Fixture.ints(prompt.path("greedy")))
                            .boxed()
                            .toList();
                    assertThat(ids(model.generate(request, token -> {}))).isEqualTo(greedy);
                    for (int copies = 0; copies < 3; copies++) {
                        together.add(model.generate(request, token -> {}));
                        expected.add(greedy);
                    }
                }
            }
            assertThat(expected).isNotEmpty();
            assertThat(together.stream().map(GenerationTest::ids).toList()).isEqualTo(expected);
        }
    }

    @Test
    void sequences_that_join_and_leave_at_any_time_get_the_tokens_they_get_alone() {
        Fixture fixture = Fixture.named("qwen3");
        SplittableRandom random = new SplittableRandom(7);
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int[] prompt = random.ints(1 + random.nextInt(40), 0, 300).toArray();
            requests.add(request(prompt, 1 + random.nextInt(30), SamplingParameters.GREEDY, i));
        }
        List<List<Integer>> alone = new ArrayList<>();
        try (LanguageModel model =
                LanguageModel.load(fixture.directory(), Device.cpu(), new Engine.Limits(1, 64, 4096))) {
            requests.forEach(request -> alone.add(ids(model.generate(request, token -> {}))));
        }
        try (LanguageModel model =
                LanguageModel.load(fixture.directory(), Device.cpu(), new Engine.Limits(7, 64, 4096))) {
            List<Generation> crowd = requests.stream()
                    .map(request -> model.generate(request, token -> {}))
                    .toList();
            assertThat(crowd.stream().map(GenerationTest::ids).toList()).isEqualTo(alone);
        }
    }

    @Test
    void a_listener_that_breaks_ends_its_own_request_alone() {
        try (LanguageModel model = qwen3()) {
            List<Integer> alone = ids(model.generate(request(new int[] {5, 6, 7}, 40, WARM, 1), token -> {}));
            Generation other = model.generate(request(new int[] {5, 6, 7}, 40, WARM, 1), token -> {});
            Generation broken = model.generate(request(new int[] {5, 6, 8}, 40, WARM, 1), token -> {
                throw new AssertionError("broken");
            });
            assertThatThrownBy(() -> broken.completion().join()).hasRootCauseMessage("broken");
            assertThat(ids(other)).isEqualTo(alone);
        }
    }

    @Test
    void requests_to_a_model_that_broke_fail_and_none_waits_for_ever() {
        try (LanguageModel model = qwen3()) {
            ids(model.generate(request(new int[] {5, 6, 7}, 4, WARM, 1), token -> {}));
            model.thread()
                    .submit(() -> {
                        model.decoder().manager().close();
                        return null;
                    })
                    .join();
            for (int i = 0; i < 3; i++) {
                Generation generation = model.generate(request(new int[] {5, 6, 7 + i}, 4, WARM, 1), token -> {});
                assertThatThrownBy(() -> generation.completion().get(10, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(ModelFailedException.class);
            }
        }
    }

    @Test
    void a_seed_gives_the_same_tokens_again_and_another_seed_others() {
        try (LanguageModel model = qwen3()) {
            int[] prompt = {5, 6, 7};
            List<Integer> first = ids(model.generate(request(prompt, 40, WARM, 1), token -> {}));
            assertThat(ids(model.generate(request(prompt, 40, WARM, 1), token -> {})))
                    .isEqualTo(first);
            assertThat(ids(model.generate(request(prompt, 40, WARM, 2), token -> {})))
                    .isNotEqualTo(first);
        }
    }

    @Test
    void drawn_tokens_follow_the_distribution_and_filters_cut_its_tail() {
        try (LanguageModel model = LanguageModel.load(
                Fixture.named("qwen3").directory(), Device.cpu(), new Engine.Limits(64, 4096, 1 << 20))) {
            int[] prompt = {11, 12, 13};
            Completion greedy = model.generate(
                            GenerationRequest.of(prompt, 1)
                                    .drawn(SamplingParameters.GREEDY, 0)
                                    .withLogprobs(5),
                            token -> {})
                    .completion()
                    .join();
            List<GeneratedToken.Alternative> likely = greedy.tokens().getFirst().alternatives();
            assertThat(likely).hasSize(5).isSortedAccordingTo((a, b) -> Float.compare(b.logprob(), a.logprob()));
            int best = likely.getFirst().id();
            assertThat(greedy.tokens().getFirst().id()).isEqualTo(best);

            List<Integer> drawn = draws(model, prompt, WARM, 2000);
            double frequency = Collections.frequency(drawn, best) / 2000.0;
            double probability = Math.exp(likely.getFirst().logprob());
            assertThat(frequency)
                    .isCloseTo(probability, within(4 * Math.sqrt(probability * (1 - probability) / 2000) + 1e-3));

            List<Integer> three =
                    likely.stream().limit(3).map(GeneratedToken.Alternative::id).toList();
            assertThat(draws(model, prompt, new SamplingParameters(1, 3, 1, 0), 500))
                    .isSubsetOf(three);
            assertThat(draws(model, prompt, new SamplingParameters(1, 0, 1e-6, 0), 50))
                    .containsOnly(best);
            assertThat(draws(model, prompt, new SamplingParameters(1, 0, 1, 0.999), 50))
                    .containsOnly(best);
            assertThat(draws(model, prompt, new SamplingParameters(0.01, 0, 1, 0), 50))
                    .containsOnly(best);
        }
    }

    @Test
    void logprobs_are_those_of_the_whole_sequence_computed_at_once() {
        Fixture fixture = Fixture.named("qwen3");
        JsonNode prompt = fixture.expected().path("prompts").get(0);
        float[] logits = Fixture.floats(
                prompt.path("logits").get(prompt.path("positions").size() - 1));
        try (LanguageModel model = qwen3()) {
            GeneratedToken first = model.generate(
                            request(Fixture.ints(prompt.path("ids")), 1, SamplingParameters.GREEDY, 0), token -> {})
                    .completion()
                    .join()
                    .tokens()
                    .getFirst();
            double sum = 0;
            for (float logit : logits) {
                sum += Math.exp(logit);
            }
            assertThat((double) first.logprob()).isCloseTo(logits[first.id()] - Math.log(sum), within(1e-4));
        }
    }

    @Test
    void a_stop_token_ends_the_sequence_and_is_not_in_its_text() {
        try (LanguageModel model = qwen3()) {
            Completion free = model.generate(
                            request(new int[] {5, 6, 7}, 20, SamplingParameters.GREEDY, 0), token -> {})
                    .completion()
                    .join();
            int stop = free.tokens().get(4).id();
            int firstAt = IntStream.range(0, 20)
                    .filter(i -> free.tokens().get(i).id() == stop)
                    .findFirst()
                    .getAsInt();
            Completion stopped = model.generate(
                            GenerationRequest.of(new int[] {5, 6, 7}, 20)
                                    .drawn(SamplingParameters.GREEDY, 0)
                                    .endingAt(Set.of(stop), List.of()),
                            token -> {})
                    .completion()
                    .join();
            assertThat(stopped.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(stopped.tokens()).hasSize(firstAt + 1);
            assertThat(free.text()).startsWith(stopped.text());
        }
    }

    @Test
    void each_of_several_end_tokens_ends_the_sequence() {
        int[] prompt = {5, 6, 7};
        try (LanguageModel model = LanguageModel.load(Fixture.named("llama").directory(), 64)) {
            assertThat(model.endTokens()).containsExactlyInAnyOrder(314, 318);
            List<Integer> free = ids(model.generate(request(prompt, 20, SamplingParameters.GREEDY, 0), token -> {}));
            List<Integer> distinct = free.stream().distinct().limit(3).toList();
            assertThat(distinct).hasSize(3);
            for (int first : distinct) {
                for (int other : distinct) {
                    int end = Math.min(free.indexOf(first), free.indexOf(other));
                    Completion stopped = model.generate(
                                    GenerationRequest.of(prompt, 20)
                                            .drawn(SamplingParameters.GREEDY, 0)
                                            .endingAt(new HashSet<>(List.of(first, other)), List.of()),
                                    token -> {})
                            .completion()
                            .join();
                    assertThat(stopped.finishReason()).isEqualTo(FinishReason.STOP);
                    assertThat(stopped.tokens()).hasSize(end + 1);
                }
            }
        }
    }

    @Test
    void a_stop_string_ends_the_sequence_and_listeners_never_hear_of_it() {
        try (LanguageModel model = qwen3()) {
            Completion free = model.generate(
                            request(new int[] {5, 6, 7}, 30, SamplingParameters.GREEDY, 0), token -> {})
                    .completion()
                    .join();
            String stop = free.text().substring(6, 9);
            StringBuilder heard = new StringBuilder();
            Completion stopped = model.generate(
                            GenerationRequest.of(new int[] {5, 6, 7}, 30)
                                    .drawn(SamplingParameters.GREEDY, 0)
                                    .endingAt(Set.of(), List.of(stop)),
                            token -> heard.append(token.text()))
                    .completion()
                    .join();
            assertThat(stopped.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(stopped.text())
                    .isEqualTo(free.text().substring(0, free.text().indexOf(stop)));
            assertThat(heard).hasToString(stopped.text());
        }
    }

    @Test
    void a_cancelled_generation_ends_between_tokens_and_keeps_what_it_has() throws Exception {
        try (LanguageModel model = qwen3()) {
            CountDownLatch five = new CountDownLatch(5);
            Generation generation = model.generate(
                    request(new int[] {5, 6, 7}, 100, SamplingParameters.GREEDY, 0), token -> five.countDown());
            five.await();
            generation.cancel();
            Completion completion = generation.completion().get(5, TimeUnit.SECONDS);
            assertThat(completion.finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(completion.tokens()).hasSizeBetween(5, 99);
        }
    }

    @Test
    void a_full_queue_refuses_at_once_and_loses_nothing_that_was_accepted() throws Exception {
        try (LanguageModel model =
                LanguageModel.load(Fixture.named("qwen3").directory(), Device.cpu(), new Engine.Limits(1, 2, 4096))) {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            Generation running = model.generate(request(new int[] {1}, 3, SamplingParameters.GREEDY, 0), token -> {
                started.countDown();
                awaitQuietly(release);
            });
            started.await();
            Generation one = model.generate(request(new int[] {2}, 3, SamplingParameters.GREEDY, 0), token -> {});
            Generation two = model.generate(request(new int[] {3}, 3, SamplingParameters.GREEDY, 0), token -> {});
            assertThatThrownBy(
                            () -> model.generate(request(new int[] {4}, 3, SamplingParameters.GREEDY, 0), token -> {}))
                    .isInstanceOf(ModelBusyException.class);
            assertThat(model.waiting()).isEqualTo(2);
            release.countDown();
            for (Generation generation : List.of(running, one, two)) {
                assertThat(ids(generation)).hasSize(3);
            }
        }
    }

    @Test
    void requests_the_model_cannot_serve_are_refused_with_the_reason() {
        try (LanguageModel model = qwen3()) {
            assertThatThrownBy(() -> model.generate(request(new int[] {1, 99_999}, 3, WARM, 0), token -> {}))
                    .hasMessageContaining("prompt[1] is 99999");
            int[] tooLong = new int[model.config().context()];
            assertThatThrownBy(() -> model.generate(request(tooLong, 3, WARM, 0), token -> {}))
                    .hasMessageContaining("context is " + tooLong.length);
        }
    }

    @Test
    void a_listener_that_throws_fails_its_own_generation_alone() {
        try (LanguageModel model = qwen3()) {
            Generation bad = model.generate(request(new int[] {5}, 20, SamplingParameters.GREEDY, 0), token -> {
                throw new IllegalStateException("listener");
            });
            Generation good = model.generate(request(new int[] {5}, 20, SamplingParameters.GREEDY, 0), token -> {});
            assertThatThrownBy(() -> bad.completion().join())
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseMessage("listener");
            assertThat(ids(good)).hasSize(20);
        }
    }

    @Test
    void closing_fails_what_is_under_way() throws Exception {
        LanguageModel model = qwen3();
        CountDownLatch started = new CountDownLatch(1);
        Generation generation =
                model.generate(request(new int[] {5}, 100, SamplingParameters.GREEDY, 0), token -> started.countDown());
        started.await();
        model.close();
        assertThat(generation.completion()).isDone();
        assertThatThrownBy(() -> model.generate(request(new int[] {5}, 2, WARM, 0), token -> {}))
                .isInstanceOf(IllegalStateException.class);
    }

    private static LanguageModel qwen3() {
        return LanguageModel.load(Fixture.named("qwen3").directory(), 64);
    }

    private static List<Integer> draws(LanguageModel model, int[] prompt, SamplingParameters sampling, int count) {
        return IntStream.range(0, count)
                .mapToObj(seed -> model.generate(request(prompt, 1, sampling, seed), token -> {}))
                .toList()
                .stream()
                .map(generation -> ids(generation).getFirst())
                .toList();
    }

    private static GenerationRequest request(int[] prompt, int maxTokens, SamplingParameters sampling, long seed) {
        return GenerationRequest.of(prompt, maxTokens).drawn(sampling, seed);
    }

    private static List<Integer> ids(Generation generation) {
        return generation.completion().join().tokens().stream()
                .map(GeneratedToken::id)
                .toList();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_cache_larger_than_the_machines_memory_is_refused_before_anything_is_loaded() {
        assertThatThrownBy(() -> LanguageModel.load(
                        Fixture.named("qwen3").directory(), Device.cpu(), new Engine.Limits(1, 1, 1L << 40)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(1L << 40))
                .hasMessageContaining("fewer cached tokens");
    }
}
