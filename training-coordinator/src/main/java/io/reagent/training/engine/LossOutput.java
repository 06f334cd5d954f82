package io.reagent.training.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a loss gave.
 *
 * @param logprobs of each example's targets under the weights in training, in nats; an empty array where the server did
 *     not tell
 * @param metrics whatever the server measures, by its own names
 */
public record LossOutput(List<float[]> logprobs, Map<String, Double> metrics) {
    static LossOutput read(JsonNode result) {
        List<float[]> logprobs = new ArrayList<>();
        for (JsonNode output : result.path("loss_fn_outputs")) {
            logprobs.add(floats(output.path("logprobs").path("data")));
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        result.path("metrics").forEachEntry((name, value) -> {
            if (value.isNumber()) {
                metrics.put(name, value.doubleValue());
            }
        });
        return new LossOutput(logprobs, metrics);
    }

    static float[] floats(JsonNode numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            // what is undefined is null, or the word NaN
            values[i] = numbers.get(i).isNumber() ? (float) numbers.get(i).doubleValue() : Float.NaN;
        }
        return values;
    }
}
