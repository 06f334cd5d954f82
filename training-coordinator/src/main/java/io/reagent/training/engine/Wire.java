package io.reagent.training.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The protocol's JSON objects, as far as they are used here. */
final class Wire {
    static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(always -> always.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private Wire() {}

    record ModelInput(List<Chunk> chunks) {
        static ModelInput of(int[] tokens) {
            return new ModelInput(List.of(new Chunk("encoded_text", tokens)));
        }
    }

    record Chunk(String type, int[] tokens) {}

    /** Numbers with their type and shape; some servers read the numbers alone. */
    record Tensor(Object data, String dtype, List<Integer> shape) {
        static Tensor of(int[] data) {
            return new Tensor(data, "int64", List.of(data.length));
        }

        static Tensor of(float[] data) {
            return new Tensor(data, "float32", List.of(data.length));
        }
    }

    record Datum(ModelInput modelInput, Map<String, Tensor> lossFnInputs) {}

    record LossInput(
            List<Datum> data, String lossFn, @Nullable Map<String, Double> lossFnConfig) {}

    record ForwardBackward(String modelId, LossInput forwardBackwardInput, long seqId) {}

    record OptimStep(String modelId, AdamParams adamParams, long seqId) {}

    record CreateSession(List<String> tags, Map<String, String> userMetadata, String sdkVersion) {}

    record Session(String sessionId) {}

    record CreateModel(String sessionId, long modelSeqId, String baseModel, LoraConfig loraConfig) {}

    /** Rank 0 trains all weights. */
    record LoraConfig(int rank, long seed, boolean trainAttn, boolean trainMlp, boolean trainUnembed) {}

    record Save(String modelId, String path, long seqId) {}

    record Load(String modelId, String path, boolean optimizer, long seqId) {}

    record Model(String modelId) {}

    record Sample(
            ModelInput prompt,
            int numSamples,
            SamplingParams samplingParams,
            @Nullable String baseModel,
            @Nullable String modelPath,
            boolean promptLogprobs) {}

    record SamplingParams(
            int maxTokens, long seed, @Nullable List<Integer> stop, double temperature, double topP) {}

    record Retrieve(String requestId) {}
}
