package io.reagent.lm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.reagent.lm.Fixture;
import io.reagent.lm.generate.EngineStatistics.TokenCounts;
import io.reagent.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the scheduler does with a request, its tokens and logprobs are those of decoding it alone. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SchedulingTest {
    private static final SamplingParameters WARM = new SamplingParameters(0.9, 0, 1, 0);
    private static final Engine.Limits ALONE = new Engine.Limits(1, 512, 1 << 16, 1 << 16, 0, false);

    @ParameterizedTest
    @ValueSource(strings = {"qwen3", "qwen2", "llama"})
    void any_mix_of_requests_equals_plain_decoding(String family) {
        SplittableRandom random = new SplittableRandom(family.hashCode());
        List<GenerationRequest> requests = mix(random, 48);
        List<Completion> plain = run(family, ALONE, requests, false);
        List<Engine.Limits> schedules = List.of(
                new Engine.Limits(8, 512, 1 << 14),
                new Engine.Limits(8, 512, 1 << 14).drafting(0),
                // prompts in small parts between tokens of others
                new Engine.Limits(16, 512, 1 << 14, 7, false),
                // cache for two or three sequences only: others wait, grow, and are put back
                new Engine.Limits(6, 512, 4 * 64, 64, false),
                new Engine.Limits(5, 512, 1 << 14, 16, true));
        for (Engine.Limits limits : schedules) {
            List<Completion> scheduled = run(family, limits, requests, true);
            for (int i = 0; i < requests.size(); i++) {
                assertSame(scheduled.get(i), plain.get(i), limits + " request " + i);
            }
        }
    }

    @Test
    void samples_of_one_prompt_compute_it_once() {
        int[] prompt = prompt(new SplittableRandom(3), 90);
        try (LanguageModel model = load("qwen3", new Engine.Limits(8, 64, 1 << 14, 32, false))) {
            List<Generation> samples = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                samples.add(model.generate(request(prompt, 12, WARM, i, -1), token -> {}));
            }
            List<Completion> done =
                    samples.stream().map(sample -> sample.completion().join()).toList();
            assertThat(done.stream().mapToInt(Completion::reusedTokens).sum()).isEqualTo(7 * 89);
            assertThat(done.stream().map(one -> one.tokens().getLast().id()).distinct())
                    .hasSizeGreaterThan(1);
        }
    }

    @Test
    void a_prompt_that_goes_on_from_an_earlier_one_computes_only_what_is_new() {
        int[] prompt = prompt(new SplittableRandom(4), 60);
        try (LanguageModel model = load("qwen3", new Engine.Limits(4, 64, 1 << 14))) {
            Completion first = model.generate(request(prompt, 10, WARM, 1, -1), token -> {})
                    .completion()
                    .join();
            int[] turn = Arrays.copyOf(prompt, prompt.length + 10 + 5);
            for (int i = 0; i < 10; i++) {
                turn[60 + i] = first.tokens().get(i).id();
            }
            Completion second = model.generate(request(turn, 3, SamplingParameters.GREEDY, 2, -1), token -> {})
                    .completion()
                    .join();
            assertThat(second.reusedTokens()).isEqualTo(60 + 9);
            assertThat(model.statistics().tokens().reused()).isEqualTo(69);
        }
    }

    @Test
    void sequences_that_outgrow_the_cache_are_put_back_and_lose_nothing() {
        SplittableRandom random = new SplittableRandom(5);
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            requests.add(request(prompt(random, 58 + i), 60, WARM, i, -1));
        }
        List<Completion> plain = run("qwen3", ALONE, requests, false);
        try (LanguageModel model = load("qwen3", new Engine.Limits(4, 64, 4 * 64 + 10))) {
            List<Generation> together = requests.stream()
                    .map(request -> model.generate(request, token -> {}))
                    .toList();
            for (int i = 0; i < 4; i++) {
                assertSame(together.get(i).completion().join(), plain.get(i), "request " + i);
            }
            assertThat(model.statistics().preempted()).isPositive();
            assertThat(model.statistics().positions().allocated()).isLessThanOrEqualTo(4 * 64 + 10);
        }
    }

    @Test
    void sequences_of_every_length_share_a_cache_that_moves_them_about(@TempDir Path directory) throws IOException {
        longer(Fixture.named("qwen3").directory(), directory);
        SplittableRandom random = new SplittableRandom(10);
        List<GenerationRequest> requests = new ArrayList<>();
        int[] stem = prompt(random, 300);
        for (int i = 0; i < 40; i++) {
            int shared = random.nextInt(4) == 0 ? random.nextInt(stem.length) : 0;
            int[] own = prompt(random, 1 + random.nextInt(1 << (1 + random.nextInt(8))));
            int[] ids = Arrays.copyOf(stem, shared + own.length);
            System.arraycopy(own, 0, ids, shared, own.length);
            requests.add(request(ids, 1 + random.nextInt(80), WARM, i, random.nextInt(5) == 0 ? 1 : -1));
        }
        List<Completion> plain = run(directory, ALONE, requests, false);
        for (long budget : new long[] {700, 1_500, 1 << 14}) {
            List<Completion> together = run(directory, new Engine.Limits(9, 512, budget, 40, false), requests, true);
            for (int i = 0; i < requests.size(); i++) {
                assertSame(together.get(i), plain.get(i), budget + " positions, request " + i);
            }
        }
    }

    /** The same model with a longer context. */
    private static void longer(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        Path config = to.resolve("config.json");
        String text = Files.readString(config);
        String changed = text.replaceAll("(\"max_position_embeddings\": *)\\d+", "$11024");
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(config, changed);
    }

    @Test
    void what_comes_again_is_guessed_and_changes_no_token() {
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            // random models repeat themselves soon
            SamplingParameters sampling =
                    i % 3 == 0 ? SamplingParameters.GREEDY : new SamplingParameters(0.05, 0, 1, 0);
            requests.add(request(prompt(new SplittableRandom(i % 4), 20), 90, sampling, i, -1));
        }
        List<Completion> plain = run("qwen3", ALONE, requests, false);
        try (LanguageModel model = load("qwen3", new Engine.Limits(5, 64, 1 << 14))) {
            List<Generation> together = requests.stream()
                    .map(request -> model.generate(request, token -> {}))
                    .toList();
            for (int i = 0; i < requests.size(); i++) {
                assertSame(together.get(i).completion().join(), plain.get(i), "request " + i);
            }
            TokenCounts tokens = model.statistics().tokens();
            assertThat(tokens.right()).isGreaterThan(200);
            assertThat(tokens.guessed()).isGreaterThanOrEqualTo(tokens.right());
        }
    }

    @Test
    void in_deterministic_mode_a_request_alone_and_among_31_others_gives_the_same_bits() {
        SplittableRandom random = new SplittableRandom(6);
        GenerationRequest request = request(prompt(random, 45), 40, WARM, 11, 3);
        Engine.Limits limits = new Engine.Limits(32, 512, 1 << 15, 16, true);
        Completion alone = run("qwen3", limits, List.of(request), true).getFirst();
        List<GenerationRequest> crowd = new ArrayList<>(mix(random, 31));
        crowd.add(13, request);
        Completion among = run("qwen3", limits, crowd, true).get(13);
        assertThat(among.tokens()).isEqualTo(alone.tokens());
        assertThat(among.prompt()).isEqualTo(alone.prompt());
    }

    @Test
    void in_deterministic_mode_what_was_asked_before_changes_no_bit() {
        SplittableRandom random = new SplittableRandom(12);
        Engine.Limits limits = new Engine.Limits(8, 64, 1 << 15, 16, true);
        int[] prompt = prompt(random, 21);
        GenerationRequest first = request(prompt, 60, WARM, 5, -1);
        try (LanguageModel model = load("qwen3", limits);
                LanguageModel fresh = load("qwen3", limits)) {
            int[] turn = Arrays.copyOf(prompt, 21 + 60 + 9);
            List<GeneratedToken> answer =
                    model.generate(first, token -> {}).completion().join().tokens();
            for (int i = 0; i < answer.size(); i++) {
                turn[21 + i] = answer.get(i).id();
            }
            System.arraycopy(prompt(random, 9), 0, turn, 21 + answer.size(), 9);
            GenerationRequest second = request(turn, 40, WARM, 6, -1);
            Completion after = model.generate(second, token -> {}).completion().join();
            assertThat(after.reusedTokens()).isEqualTo(16);
            assertThat(after.tokens())
                    .isEqualTo(fresh.generate(second, token -> {})
                            .completion()
                            .join()
                            .tokens());
        }
    }

    @Test
    void in_deterministic_mode_one_that_is_put_out_comes_to_the_same_bits() {
        SplittableRandom random = new SplittableRandom(13);
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            requests.add(request(prompt(random, 30 + i), 90, WARM, i, -1));
        }
        List<Completion> roomy = run("qwen3", new Engine.Limits(6, 64, 1 << 15, 16, true), requests, true);
        try (LanguageModel model = load("qwen3", new Engine.Limits(6, 64, 6 * 64, 16, true))) {
            List<Generation> generations = requests.stream()
                    .map(request -> model.generate(request, token -> {}))
                    .toList();
            for (int i = 0; i < requests.size(); i++) {
                assertThat(generations.get(i).completion().join().tokens())
                        .isEqualTo(roomy.get(i).tokens());
            }
            assertThat(model.statistics().preempted()).isPositive();
        }
    }

    @Test
    void prompt_logprobs_are_those_the_tokens_would_have_had_as_samples() {
        int[] prompt = prompt(new SplittableRandom(8), 20);
        try (LanguageModel model = load("qwen3", new Engine.Limits(4, 64, 1 << 14, 6, false))) {
            Completion sampled = model.generate(request(prompt, 15, WARM, 3, -1), token -> {})
                    .completion()
                    .join();
            int[] whole = Arrays.copyOf(prompt, 35);
            for (int i = 0; i < 15; i++) {
                whole[20 + i] = sampled.tokens().get(i).id();
            }
            Completion scored = model.generate(request(whole, 1, SamplingParameters.GREEDY, 0, 2), token -> {})
                    .completion()
                    .join();
            assertThat(scored.prompt()).hasSize(34);
            for (int i = 0; i < 15; i++) {
                PromptToken token = scored.prompt().get(19 + i);
                assertThat(token.id()).isEqualTo(whole[20 + i]);
                assertThat(token.logprob()).isCloseTo(sampled.tokens().get(i).logprob(), within(1e-4f));
                assertThat(token.alternatives()).hasSize(2);
            }
        }
    }

    @Test
    void a_request_that_can_never_have_the_cache_it_needs_is_refused() {
        try (LanguageModel model = load("qwen3", new Engine.Limits(1, 1, 65))) {
            int[] prompt = prompt(new SplittableRandom(9), 32);
            assertThatThrownBy(() -> model.generate(request(prompt, 33, WARM, 0, -1), token -> {}))
                    .hasMessageContaining("need 128 cached positions, the model has 65");
            assertThat(model.generate(request(prompt, 32, WARM, 0, -1), token -> {})
                            .completion()
                            .join()
                            .tokens())
                    .hasSize(32);
        }
    }

    @Test
    void clients_take_turns() {
        FairQueue queue = new FairQueue(10);
        try (Tokenizer tokenizer = Tokenizer.load(Fixture.named("qwen3").directory())) {
            for (String client : List.of("a", "a", "a", "b", "c", "b")) {
                assertThat(queue.offer(waiting(client, tokenizer))).isTrue();
            }
        }
        StringBuilder order = new StringBuilder();
        for (Sequence next = queue.poll(); next != null; next = queue.poll()) {
            order.append(next.request().client());
        }
        assertThat(order).hasToString("abcaba");
        assertThat(queue.size()).isZero();
    }

    private static Sequence waiting(String client, Tokenizer tokenizer) {
        return new Sequence(
                GenerationRequest.of(new int[] {1}, 1).drawn(WARM, 0).ofClient(client),
                token -> {},
                tokenizer.streamDecoder(true),
                100);
    }

    /** Requests of all kinds, many with common beginnings. */
    private static List<GenerationRequest> mix(SplittableRandom random, int count) {
        List<int[]> stems = List.of(prompt(random, 5), prompt(random, 40), prompt(random, 90));
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] own = prompt(random, 1 + random.nextInt(30));
            int[] stem = stems.get(random.nextInt(stems.size()));
            int shared = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(stem.length);
            int[] ids = Arrays.copyOf(stem, shared + own.length);
            System.arraycopy(own, 0, ids, shared, own.length);
            SamplingParameters sampling = random.nextBoolean()
                    ? SamplingParameters.GREEDY
                    : random.nextBoolean() ? WARM : new SamplingParameters(0.8, 20, 0.95, 0);
            requests.add(request(ids, 1 + random.nextInt(25), sampling, i, random.nextInt(4) == 0 ? 2 : -1));
        }
        return requests;
    }

    private static void assertSame(Completion actual, Completion expected, String about) {
        assertThat(actual.tokens().stream().map(GeneratedToken::id))
                .as(about)
                .containsExactlyElementsOf(
                        expected.tokens().stream().map(GeneratedToken::id).toList());
        for (int i = 0; i < expected.tokens().size(); i++) {
            assertThat(actual.tokens().get(i).logprob())
                    .as(about)
                    .isCloseTo(expected.tokens().get(i).logprob(), within(1e-4f));
        }
        assertThat(actual.prompt()).as(about).hasSameSizeAs(expected.prompt());
        for (int i = 0; i < expected.prompt().size(); i++) {
            assertThat(actual.prompt().get(i).id())
                    .isEqualTo(expected.prompt().get(i).id());
            assertThat(actual.prompt().get(i).logprob())
                    .as(about)
                    .isCloseTo(expected.prompt().get(i).logprob(), within(1e-4f));
        }
    }

    private static List<Completion> run(
            String family, Engine.Limits limits, List<GenerationRequest> requests, boolean together) {
        return run(Fixture.named(family).directory(), limits, requests, together);
    }

    private static List<Completion> run(
            Path directory, Engine.Limits limits, List<GenerationRequest> requests, boolean together) {
        try (LanguageModel model = LanguageModel.load(directory, Device.cpu(), limits)) {
            List<Generation> generations = new ArrayList<>();
            for (GenerationRequest request : requests) {
                Generation generation = model.generate(request, token -> {});
                if (!together) {
                    generation.completion().join();
                }
                generations.add(generation);
            }
            return generations.stream()
                    .map(generation -> generation.completion().join())
                    .toList();
        }
    }

    private static LanguageModel load(String family, Engine.Limits limits) {
        return LanguageModel.load(Fixture.named(family).directory(), Device.cpu(), limits);
    }

    private static int[] prompt(SplittableRandom random, int length) {
        return random.ints(length, 0, 300).toArray();
    }

    private static GenerationRequest request(
            int[] prompt, int maxTokens, SamplingParameters sampling, long seed, int promptLogprobs) {
        return GenerationRequest.of(prompt, maxTokens)
                .drawn(sampling, seed)
                .withPromptLogprobs(promptLogprobs)
                .ofClient("client" + seed % 3);
    }
}
