package io.reagent.lm.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.reagent.lm.Fixture;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

class LogitsParityTest {
    @SuppressWarnings("unused")
    static final Iterable<String> FIXTURES = Fixture.ALL;

    @ParameterizedTest
    @FieldSource("FIXTURES")
    void logits_equal_those_of_transformers(String name) {
        Fixture fixture = Fixture.named(name);
        try (Decoder decoder = Decoder.load(fixture.directory(), Device.cpu(), false)) {
            for (JsonNode prompt : fixture.expected().path("prompts")) {
                long[][] ids = {Fixture.longs(prompt.path("ids"))};
                long[] positions = Fixture.longs(prompt.path("positions"));
                try (PtNDManager scope = (PtNDManager) decoder.manager().newSubManager();
                        PtNDArray logits = decoder.logits(scope, ids, positions)) {
                    float[] ours = logits.toFloatArray();
                    int vocabulary = decoder.config().vocabulary();
                    for (int k = 0; k < positions.length; k++) {
                        float[] theirs = Fixture.floats(prompt.path("logits").get(k));
                        for (int v = 0; v < vocabulary; v++) {
                            assertThat(ours[k * vocabulary + v])
                                    .as("%s, %d tokens, position %d, token %d", name, ids[0].length, positions[k], v)
                                    .isCloseTo(theirs[v], within(1e-4f));
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("FIXTURES")
    void greedy_tokens_computed_without_a_cache_equal_those_of_transformers(String name) {
        Fixture fixture = Fixture.named(name);
        JsonNode prompt = fixture.expected().path("prompts").get(0);
        long[] greedy = Fixture.longs(prompt.path("greedy"));
        assertThat(greedy).hasSize(64);
        long[] ids = Fixture.longs(prompt.path("ids"));
        try (Decoder decoder = Decoder.load(fixture.directory(), Device.cpu(), false)) {
            for (long expected : greedy) {
                assertThat(best(decoder, ids)).isEqualTo(expected);
                ids = Arrays.copyOf(ids, ids.length + 1);
                ids[ids.length - 1] = expected;
            }
        }
    }

    private static long best(Decoder decoder, long[] ids) {
        try (PtNDManager scope = (PtNDManager) decoder.manager().newSubManager();
                PtNDArray logits = decoder.logits(scope, new long[][] {ids}, new long[] {ids.length - 1})) {
            return logits.argMax().getLong();
        }
    }
}
