package io.reagent.lm.gguf;

import io.reagent.lm.checkpoint.CheckpointException;
import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The tensors of a GGUF file as a Hugging Face directory names and orders them. */
final class GgufWeights {
    private static final int BLOCK_ELEMENTS = 1 << 20;
    private static final float GREATEST_HALF = 65_504;
    private static final String FACTORS = "rope_freqs.weight";

    private static final Map<String, String> OUTSIDE = Map.of(
            "token_embd.weight", "model.embed_tokens.weight",
            "output_norm.weight", "model.norm.weight",
            "output.weight", "lm_head.weight");

    private static final Map<String, String> MODULES = Map.ofEntries(
            Map.entry("attn_norm", "input_layernorm"),
            Map.entry("attn_q", "self_attn.q_proj"),
            Map.entry("attn_k", "self_attn.k_proj"),
            Map.entry("attn_v", "self_attn.v_proj"),
            Map.entry("attn_output", "self_attn.o_proj"),
            Map.entry("attn_q_norm", "self_attn.q_norm"),
            Map.entry("attn_k_norm", "self_attn.k_norm"),
            Map.entry("ffn_norm", "post_attention_layernorm"),
            Map.entry("ffn_gate", "mlp.gate_proj"),
            Map.entry("ffn_up", "mlp.up_proj"),
            Map.entry("ffn_down", "mlp.down_proj"));

    private final GgufFile file;
    private final GgufConfig config;
    private final ElementType type;

    GgufWeights(GgufFile file, GgufConfig config, ElementType type) {
        this.file = file;
        this.config = config;
        this.type = type;
    }

    /** Every tensor but the rotary factors, which the configuration has. */
    List<SafetensorsWriter.Tensor> tensors() {
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        for (GgufTensor tensor : file.tensors().values()) {
            if (!tensor.name().equals(FACTORS)) {
                tensors.add(
                        new SafetensorsWriter.Tensor(name(tensor.name()), type, tensor.shape(), () -> blocks(tensor)));
            }
        }
        return tensors;
    }

    private String name(String name) {
        String outside = OUTSIDE.get(name);
        if (outside != null) {
            return outside;
        }
        String[] parts = name.split("\\.", -1);
        if (parts.length == 4 && parts[0].equals("blk") && (parts[3].equals("weight") || parts[3].equals("bias"))) {
            String module = MODULES.get(parts[2]);
            if (module != null) {
                return "model.layers." + parts[1] + "." + module + "." + parts[3];
            }
        }
        throw new CheckpointException(file.path() + ": tensor " + name + " has no place in a model of the family "
                + config.architecture().name().toLowerCase(Locale.ROOT));
    }

    /** How many heads a tensor's rows are of, where their order is another one; 0 where it is not. */
    private int turnedHeads(String name) {
        if (config.architecture() != GgufConfig.Architecture.LLAMA) {
            return 0;
        }
        return name.contains(".attn_q.") ? config.heads() : name.contains(".attn_k.") ? config.keyValueHeads() : 0;
    }

    private Stream<ByteBuffer> blocks(GgufTensor tensor) {
        int columns = tensor.shape().length == 1 ? 1 : (int) tensor.shape()[tensor.shape().length - 1];
        long rows = tensor.elements() / columns;
        int heads = turnedHeads(tensor.name());
        if (heads > 0 && rows % (2L * heads) != 0) {
            throw new CheckpointException(
                    file.path() + ": tensor " + tensor.name() + " has " + rows + " rows for " + heads + " heads");
        }
        int block = heads > 0
                ? (int) (rows / heads)
                : (int) Math.min(
                        rows,
                        Math.max(1, BLOCK_ELEMENTS / columns / tensor.type().blockElements())
                                * tensor.type().blockElements());
        return LongStream.iterate(0, from -> from < rows, from -> from + block)
                .mapToObj(from -> block(tensor, columns, from, (int) Math.min(block, rows - from), heads > 0));
    }

    private ByteBuffer block(GgufTensor tensor, int columns, long from, int rows, boolean turned) {
        float[] numbers = new float[rows * columns];
        try {
            file.read(tensor, from * columns, numbers, numbers.length);
        } catch (IOException e) {
            throw new UncheckedIOException(file.path() + ": cannot read tensor " + tensor.name(), e);
        }
        check(tensor, numbers);
        ByteBuffer into = ByteBuffer.allocate(numbers.length * type.bytes());
        for (int row = 0; row < rows; row++) {
            int source = turned ? turned(row, rows) : row;
            type.narrow(FloatBuffer.wrap(numbers, source * columns, columns), into);
        }
        return into.flip();
    }

    /** Llama's rotary pairs are a head's two halves in Hugging Face's order, and neighbours in that of GGUF. */
    private static int turned(int row, int headRows) {
        int half = headRows / 2;
        return row % half * 2 + row / half;
    }

    private void check(GgufTensor tensor, float[] numbers) {
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                throw new CheckpointException(
                        file.path() + ": tensor " + tensor.name() + " has " + number + "; fetch the file again");
            }
            if (type == ElementType.F16 && Math.abs(number) > GREATEST_HALF) {
                throw new CheckpointException(file.path() + ": tensor " + tensor.name() + " has " + number
                        + ", which is too great for float16; convert to bfloat16 or float32");
            }
        }
    }
}
