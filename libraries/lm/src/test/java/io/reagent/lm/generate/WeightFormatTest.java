package io.reagent.lm.generate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.reagent.lm.Fixture;
import io.reagent.lm.decoder.WeightFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class WeightFormatTest {
    @SuppressWarnings("unused")
    static final Iterable<String> FIXTURES = Fixture.ALL;

    @ParameterizedTest
    @FieldSource("FIXTURES")
    void logprobs_from_fewer_bits_are_close_to_those_of_float32(String name) {
        List<Float> full = logprobs(name, WeightFormat.FULL);
        assertThat(largestDifference(full, logprobs(name, WeightFormat.FLOAT16)))
                .isStrictlyBetween(0.0, 0.02);
        assertThat(largestDifference(full, logprobs(name, WeightFormat.INT8))).isStrictlyBetween(0.0, 0.5);
    }

    /** Of the prompt, computed at once, and of the tokens after it, computed one by one. */
    private static List<Float> logprobs(String name, WeightFormat format) {
        int[] prompt = new SplittableRandom(3).ints(40, 0, 300).toArray();
        Engine.Limits limits = new Engine.Limits(2, 2, 1 << 12);
        try (LanguageModel model = LanguageModel.load(Fixture.named(name).directory(), Device.cpu(), limits, format)) {
            List<Float> logprobs = new ArrayList<>();
            Completion scored = model.generate(
                            GenerationRequest.of(prompt, 1)
                                    .drawn(SamplingParameters.GREEDY, 0)
                                    .withPromptLogprobs(0),
                            token -> {})
                    .completion()
                    .join();
            scored.prompt().forEach(token -> logprobs.add(token.logprob()));
            for (int length = 8; length < 16; length++) {
                int[] beginning = Arrays.copyOf(prompt, length);
                Completion next = model.generate(
                                GenerationRequest.of(beginning, 1).drawn(SamplingParameters.GREEDY, 0), token -> {})
                        .completion()
                        .join();
                logprobs.add(next.tokens().getFirst().logprob());
            }
            return logprobs;
        }
    }

    private static double largestDifference(List<Float> a, List<Float> b) {
        assertThat(b).hasSameSizeAs(a);
        double largest = 0;
        for (int i = 0; i < a.size(); i++) {
            largest = Math.max(largest, Math.abs(a.get(i) - b.get(i)));
        }
        return largest;
    }
}
