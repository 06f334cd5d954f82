package io.reagent.lm.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.checkpoint.ModelConfig;
import io.reagent.lm.checkpoint.Safetensors;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** The model's own weights in {@link Layout} order. Owner thread only. */
public final class Weights extends Parameters {
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
        check(file, directory, tied ? Set.of("lm_head.weight") : Set.of());
        fill(file);
    }

    /** Matrices normal with deviation 0.02, residual outputs smaller by sqrt(2L); norms 1, biases 0. */
    void initialise(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double residual = 0.02 / Math.sqrt(2.0 * decoder().config().layers());
        for (int i = 0; i < slots().size(); i++) {
            for (Layout.Part part : slots().get(i).parts()) {
                float[] values =
                        new float[Math.toIntExact(Arrays.stream(part.shape()).reduce(1, (a, b) -> a * b))];
                if (part.shape().length == 1) {
                    Arrays.fill(values, part.name().endsWith("bias") ? 0 : 1);
                } else {
                    boolean output =
                            part.name().endsWith("o_proj.weight") || part.name().endsWith("down_proj.weight");
                    for (int j = 0; j < values.length; j++) {
                        values[j] = (float) (random.nextGaussian() * (output ? residual : 0.02));
                    }
                }
                assign(i, part, values);
            }
        }
    }

    /** Identifies these weights by the middle row of each tensor, rounded to bfloat16 so that both precisions agree. */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<PtNDArray> parameters = parameters();
            for (PtNDArray parameter : parameters) {
                digest.update(bytes(parameter, parameter.getShape().get(0) / 2, 1, ElementType.BF16));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
