package io.reagent.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A work as {@code lab/benchmarks/peers/works.py} writes it for every side.
 *
 * @param kind decode, generate, prefill, train or grpo
 * @param ids how many token ids prompts are made of
 * @param samples completions of each prompt; beyond one they are sampled at temperature 1
 * @param lora rank and alpha on every linear layer; null trains all weights
 * @param rows sequences of one micro-batch, at the most
 * @param dtype f32 or bf16
 * @param operations multiplications and additions of one prefill of the longest prompt
 */
record PeerWork(
        String kind,
        int ids,
        List<Request> requests,
        int samples,
        @Nullable Lora lora,
        int rows,
        double learningRate,
        String dtype,
        double operations) {
    PeerWork {
        requests = List.copyOf(requests);
    }

    record Request(int[] prompt, int newTokens) {}

    record Lora(int rank, double alpha) {}

    /** What one turn found: a rate in the work's unit, and tokens or a loss that every side must agree on. */
    record Turn(double rate, List<? extends Number> check) {
        Turn {
            check = List.copyOf(check);
        }

        Map<String, Object> toJson() {
            return Map.of("rate", rate, "check", check);
        }
    }

    static PeerWork read(Path file) {
        JsonNode work = JsonMapper.shared().readTree(file.toFile());
        JsonNode lora = work.path("lora");
        return new PeerWork(
                work.path("kind").asString(),
                work.path("ids").asInt(),
                work.path("requests").values().stream()
                        .map(request -> new Request(
                                request.path("prompt").values().stream()
                                        .mapToInt(JsonNode::asInt)
                                        .toArray(),
                                request.path("new").asInt()))
                        .toList(),
                work.path("samples").asInt(),
                lora.isObject()
                        ? new Lora(lora.path("rank").asInt(), lora.path("alpha").asDouble())
                        : null,
                work.path("rows").asInt(),
                work.path("learning_rate").asDouble(),
                work.path("dtype").asString(),
                work.path("operations").asDouble());
    }

    /** A request's prompt with every id moved by the turn's number: no turn can reuse what an earlier one computed. */
    int[] prompt(Request request, int turn) {
        return Arrays.stream(request.prompt()).map(id -> (id + turn) % ids).toArray();
    }

    int longestPrompt() {
        return requests.stream()
                .mapToInt(request -> request.prompt().length)
                .max()
                .orElse(0);
    }
}
