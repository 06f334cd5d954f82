package io.reagent.lm.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Numbers in every format are those that the gguf package of llama.cpp's authors reads. */
class GgufBlocksTest {
    private static final Path FIXTURES = Path.of("../../lab/conformance/fixtures/gguf");

    @Test
    void every_number_of_every_format_is_the_same_to_the_bit() throws IOException {
        JsonNode expected =
                JsonMapper.shared().readTree(FIXTURES.resolve("blocks.json").toFile());
        try (GgufFile file = GgufFile.open(FIXTURES.resolve("blocks.gguf"))) {
            assertThat(file.tensors()).hasSameSizeAs(GgmlType.values());
            for (GgmlType type : GgmlType.values()) {
                GgufTensor tensor = file.tensors().get(type.name());
                assertThat(tensor.shape()).containsExactly(2, 256);
                assertThat(tensor.type()).isEqualTo(type);
                float[] numbers = new float[512];
                file.read(tensor, 0, numbers, 512);
                JsonNode theirs = expected.path(type.name());
                for (int i = 0; i < numbers.length; i++) {
                    assertThat(numbers[i]).as("%s %d", type, i).isEqualTo((float)
                            theirs.get(i).asDouble());
                }
                float[] second = new float[256];
                file.read(tensor, 256, second, 256);
                assertThat(second[0]).isEqualTo(numbers[256]);
                assertThat(second[255]).isEqualTo(numbers[511]);
            }
        }
    }
}
