package io.reagent.policy.tinker;

import com.google.protobuf.ByteString;
import io.reagent.lm.decoder.Loss;
import io.reagent.lm.train.BadExampleException;
import io.reagent.lm.train.Example;
import io.reagent.policy.tinker.proto.Chunk;
import io.reagent.policy.tinker.proto.DType;
import io.reagent.policy.tinker.proto.Datum;
import io.reagent.policy.tinker.proto.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What is to be learned from, read from the wire. */
final class Datums {
    static final String TARGETS = "target_tokens";
    static final String WEIGHTS = "weights";
    static final String LOGPROBS = "logprobs";
    static final String ADVANTAGES = "advantages";
    private static final Set<String> INPUTS = Set.of(TARGETS, WEIGHTS, LOGPROBS, ADVANTAGES);

    private final String path;
    private final Datum datum;

    private Datums(int index, Datum datum) {
        this.path = "data[" + index + "].";
        this.datum = datum;
    }

    /** @throws io.reagent.kit.problem.ProblemException that names the field at fault */
    static List<Example> read(List<Datum> data, Loss loss) {
        if (data.isEmpty()) {
            throw Refusal.of("data", "is empty", "Send at least one datum.");
        }
        List<Example> examples = new ArrayList<>(data.size());
        for (int i = 0; i < data.size(); i++) {
            examples.add(new Datums(i, data.get(i)).read(loss));
        }
        return examples;
    }

    /**
     * In the losses that read a sampler, a position with neither logprob nor advantage is what clients pad prompts with:
     * it counts for nothing there, and is kept out of the metrics by its weight.
     */
    private Example read(Loss loss) {
        for (String name : datum.getLossFnInputsMap().keySet()) {
            if (!INPUTS.contains(name)) {
                throw Refusal.of(input(name), "is not read here", "Inputs of losses are " + INPUTS + ".");
            }
        }
        int[] tokens = tokens();
        int[] targets = targets();
        boolean sampled = loss.readsSampler();
        float[] logprobs = sampled ? floats(LOGPROBS) : new float[0];
        float[] advantages = sampled ? floats(ADVANTAGES) : new float[0];
        float[] weights = datum.containsLossFnInputs(WEIGHTS) ? floats(WEIGHTS) : ones(targets.length);
        for (int i = 0; sampled && i < Math.min(weights.length, Math.min(logprobs.length, advantages.length)); i++) {
            if (logprobs[i] == 0 && advantages[i] == 0) {
                weights[i] = 0;
            }
        }
        try {
            return new Example(tokens, targets, weights, logprobs, advantages);
        } catch (BadExampleException bad) {
            String field = bad.field();
            String named = field.startsWith("inputs")
                    ? path + "model_input"
                    : input(field.startsWith("targets") ? TARGETS + field.substring("targets".length()) : field);
            throw Refusal.of(
                    named,
                    String.valueOf(bad.getMessage()).substring(field.length() + 1),
                    "Send as many finite numbers as model_input has tokens.");
        }
    }

    private static float[] ones(int length) {
        float[] ones = new float[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private String input(String name) {
        return path + "loss_fn_inputs." + name;
    }

    private int[] tokens() {
        ByteString all = ByteString.EMPTY;
        for (int i = 0; i < datum.getModelInputCount(); i++) {
            Chunk chunk = datum.getModelInput(i);
            if (!chunk.hasEncodedText()) {
                throw Refusal.of(
                        path + "model_input.chunks[" + i + "]", "is not of text", "Send chunks of type encoded_text.");
            }
            all = all.concat(chunk.getEncodedText().getTokens());
        }
        return Numbers.ints(all);
    }

    private int[] targets() {
        Tensor tensor = tensor(TARGETS);
        if (tensor.getDtype() == DType.DTYPE_INT32) {
            return Numbers.ints(tensor.getDense());
        }
        if (tensor.getDtype() != DType.DTYPE_INT64) {
            throw Refusal.of(input(TARGETS), "is of dtype " + tensor.getDtype(), "Send token ids as int64.");
        }
        long[] wide = Numbers.longs(tensor.getDense());
        int[] targets = new int[wide.length];
        for (int i = 0; i < wide.length; i++) {
            targets[i] = (int) wide[i];
            if (targets[i] != wide[i]) {
                throw Refusal.of(
                        input(TARGETS) + "[" + i + "]", "is " + wide[i], "Send an id of the model's vocabulary.");
            }
        }
        return targets;
    }

    private float[] floats(String name) {
        Tensor tensor = tensor(name);
        ByteString dense = tensor.getDense();
        return switch (tensor.getDtype()) {
            case DTYPE_FLOAT32 -> Numbers.floats(dense);
            case DTYPE_INT64 -> widened(dense, Long.BYTES);
            case DTYPE_INT32 -> widened(dense, Integer.BYTES);
            default -> throw Refusal.of(input(name), "is of dtype " + tensor.getDtype(), "Send float32.");
        };
    }

    private static float[] widened(ByteString bytes, int width) {
        ByteBuffer buffer = Numbers.buffer(bytes);
        float[] values = new float[bytes.size() / width];
        for (int i = 0; i < values.length; i++) {
            values[i] = width == Long.BYTES ? buffer.getLong() : buffer.getInt();
        }
        return values;
    }

    /** One number for each token. */
    private Tensor tensor(String name) {
        if (!datum.containsLossFnInputs(name)) {
            throw Refusal.of(input(name), "is missing", "Send one number for each token of model_input.");
        }
        Tensor tensor = datum.getLossFnInputsOrThrow(name);
        long rows = tensor.getShapeCount() == 0 ? -1 : tensor.getShape(0);
        long size = tensor.getShapeList().stream().reduce(1L, (a, b) -> a * b);
        if (tensor.hasSparseCsr() || tensor.getShapeCount() > 1 && size != rows) {
            throw Refusal.of(
                    input(name),
                    "has the shape " + tensor.getShapeList(),
                    "Send one number for each token: several targets of one token are not supported.");
        }
        int width = tensor.getDtype() == DType.DTYPE_INT64 ? Long.BYTES : Integer.BYTES;
        if (rows >= 0 && rows != tensor.getDense().size() / width) {
            throw Refusal.of(
                    input(name),
                    "has the shape " + tensor.getShapeList() + " and "
                            + tensor.getDense().size() / width + " numbers",
                    "Send the shape of its data, or none.");
        }
        return tensor;
    }
}
