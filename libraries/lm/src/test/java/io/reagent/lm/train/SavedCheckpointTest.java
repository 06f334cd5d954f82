package io.reagent.lm.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.reagent.lm.Fixture;
import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.decoder.Decoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Leaves what it saves in target/saved, with our logits beside it, for {@code ./reagent conformance parity}. */
class SavedCheckpointTest {
    @SuppressWarnings("unused")
    static final Iterable<String> FIXTURES = Fixture.ALL;

    @ParameterizedTest
    @FieldSource("FIXTURES")
    void a_trained_checkpoint_reads_back_with_the_logits_it_was_saved_with(String name) throws Exception {
        Fixture fixture = Fixture.named(name);
        Path saved = Path.of(System.getProperty("parity.saved", "target/saved"), name);
        List<float[]> before;
        try (Trainer trainer = Trainer.load(fixture.directory(), Device.cpu(), AdamW.DEFAULT, 1 << 20)) {
            trainer.step(TrainingParityTest.examples(fixture.expected().path("training")), 1e-3);
            trainer.saveWeights(fixture.directory(), saved, ElementType.F32);
            before = lastLogits(trainer.decoder(), fixture);
        }
        try (Decoder decoder = Decoder.load(saved, Device.cpu(), false)) {
            List<float[]> after = lastLogits(decoder, fixture);
            for (int i = 0; i < before.size(); i++) {
                assertThat(after.get(i)).isEqualTo(before.get(i));
            }
        }
        Map<String, Object> ours = Map.of("prompts", prompts(fixture), "last_logits", before);
        Files.write(saved.resolve("ours.json"), JsonMapper.shared().writeValueAsBytes(ours));
    }

    private static List<long[]> prompts(Fixture fixture) {
        List<long[]> prompts = new ArrayList<>();
        for (JsonNode prompt : fixture.expected().path("prompts")) {
            prompts.add(Fixture.longs(prompt.path("ids")));
        }
        return prompts;
    }

    private static List<float[]> lastLogits(Decoder decoder, Fixture fixture) {
        List<float[]> logits = new ArrayList<>();
        for (long[] prompt : prompts(fixture)) {
            try (PtNDManager scope = (PtNDManager) decoder.manager().newSubManager();
                    PtNDArray last = decoder.logits(scope, new long[][] {prompt}, new long[] {prompt.length - 1})) {
                logits.add(last.toFloatArray());
            }
        }
        return logits;
    }
}
