package io.reagent.lm.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.reagent.lm.checkpoint.CheckpointException;
import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.checkpoint.ModelConfig;
import io.reagent.lm.checkpoint.RowBlocks;
import io.reagent.lm.checkpoint.Safetensors;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.SplittableRandom;

/** The model's own weights in {@link Layout} order. Owner thread only. */
public final class Weights extends Parameters {
    private static final String HEAD = "lm_head.weight";

    private final boolean tied;

    Weights(ModelConfig config, Decoder decoder, boolean half) {
        super(decoder, Layout.of(config), half);
        this.tied = config.tied();
    }

    /** The program's weight list; a tied head is the embedding again. The caller closes it. */
    IValue list() {
        return IValue.listFrom(programOrder());
    }

    @Override
    PtNDArray[] programOrder() {
        PtNDArray[] order = super.programOrder();
        if (tied) {
            order[2] = order[0];
        }
        return order;
    }

    void load(Path directory) {
        Safetensors file = Safetensors.open(directory);
        check(file, directory, tied ? Set.of(HEAD) : Set.of());
        if (tied && file.entries().containsKey(HEAD)) {
            checkTied(file, directory);
        }
        fill(file);
    }

    /** Some files have the head although it is the embedding; transformers keeps it apart when it is another. */
    private void checkTied(Safetensors file, Path directory) {
        long[] shape = {decoder().config().vocabulary(), decoder().config().hidden()};
        Safetensors.Entry embedding = file.entry("model.embed_tokens.weight", shape);
        Safetensors.Entry head = file.entry(HEAD, shape);
        RowBlocks some = new RowBlocks();
        RowBlocks others = new RowBlocks();
        for (RowBlocks.Range rows : RowBlocks.of(shape)) {
            if (!some.read(file, embedding, rows).equals(others.read(file, head, rows))) {
                throw new CheckpointException(directory + ": config.json says tie_word_embeddings, but " + HEAD
                        + " is not model.embed_tokens.weight; set tie_word_embeddings to false to keep this head, or"
                        + " delete the tensor");
            }
        }
    }

    /** Matrices normal with deviation 0.02, residual outputs smaller by sqrt(2L); norms 1, biases 0. */
    void initialise(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double residual = 0.02 / Math.sqrt(2.0 * decoder().config().layers());
        for (int i = 0; i < slots().size(); i++) {
            for (Layout.Part part : slots().get(i).parts()) {
                if (part.shape().length == 1) {
                    double constant = part.name().endsWith("bias") ? 0 : 1;
                    assign(i, part, () -> constant);
                } else {
                    boolean output =
                            part.name().endsWith("o_proj.weight") || part.name().endsWith("down_proj.weight");
                    double deviation = output ? residual : 0.02;
                    assign(i, part, () -> random.nextGaussian() * deviation);
                }
            }
        }
    }

    /** Identifies these weights by the middle row of each tensor, rounded to bfloat16 so that both precisions agree. */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            RowBlocks blocks = new RowBlocks();
            for (PtNDArray parameter : parameters()) {
                digest.update(bytes(blocks, parameter, parameter.getShape().get(0) / 2, 1, ElementType.BF16));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
