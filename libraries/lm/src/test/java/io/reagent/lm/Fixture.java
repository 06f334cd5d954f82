package io.reagent.lm;

import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A tiny checkpoint made with transformers, and what transformers computes from it: the committed ones, or freshly made
 * ones where the system property {@code parity.fixtures} names their directory.
 */
public record Fixture(Path directory, JsonNode expected) {
    /** Names of all fixtures. */
    public static final List<String> ALL =
            List.of("qwen3", "qwen3-yarn", "qwen2", "llama", "llama-biased", "llama-linear", "llama-dynamic");

    public static Fixture named(String name) {
        Path directory = Path.of(System.getProperty("parity.fixtures", "../../lab/conformance/fixtures"), name);
        return new Fixture(
                directory,
                JsonMapper.shared().readTree(directory.resolve("expected.json").toFile()));
    }

    /** What torch and PEFT find for every loss; qwen3 and qwen2 have it. */
    public JsonNode gradients() {
        return JsonMapper.shared().readTree(directory.resolve("gradients.json").toFile());
    }

    public static long[] longs(JsonNode array) {
        return array.values().stream().mapToLong(JsonNode::asLong).toArray();
    }

    public static int[] ints(JsonNode array) {
        return array.values().stream().mapToInt(JsonNode::asInt).toArray();
    }

    public static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).floatValue();
        }
        return values;
    }
}
