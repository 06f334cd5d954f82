package io.reagent.lm.decoder;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import io.reagent.lm.checkpoint.CheckpointException;
import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.checkpoint.LoraConfig;
import io.reagent.lm.checkpoint.LoraTarget;
import io.reagent.lm.checkpoint.RowBlocks;
import io.reagent.lm.checkpoint.Safetensors;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/** A low-rank adapter over a decoder that stays as it is; float32. The decoder's owner thread only. */
public final class Adapter extends Parameters {
    /** Its weights in an adapter's directory. */
    public static final String FILE = "adapter_model.safetensors";
    /** What {@link Weights#fingerprint} was of the base, in the metadata of {@link #FILE}. */
    public static final String BASE = "base_fingerprint";

    /** Tensors of the base that PEFT saves, too, when the head or the embedding is a target: their slots in the program. */
    private static final Map<String, Integer> OF_THE_BASE = Map.of(
            "base_model.model.model.embed_tokens.weight", 0,
            "base_model.model.lm_head.weight", 2,
            "base_model.model.lm_head.base_layer.weight", 2);

    private final LoraConfig config;

    private Adapter(Decoder base, LoraConfig config) {
        super(base, AdapterLayout.of(base.config(), config), false);
        this.config = config;
    }

    public LoraConfig config() {
        return config;
    }

    /** What it adapts. */
    public Decoder base() {
        return decoder();
    }

    /** As PEFT begins: A uniform within 1 / sqrt(in) (Kaiming with a = sqrt 5), B zero, so that nothing changes yet. */
    public static Adapter initialise(Decoder base, LoraConfig config, long seed) {
        Adapter adapter = new Adapter(base, config);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < adapter.slots().size(); i++) {
            for (Layout.Part part : adapter.slots().get(i).parts()) {
                if (part.name().endsWith("lora_A.weight")) {
                    double bound = 1 / Math.sqrt(part.shape()[1]);
                    adapter.assign(i, part, () -> random.nextDouble(-bound, bound));
                }
            }
        }
        return adapter;
    }

    /**
     * Loads a PEFT directory.
     *
     * @throws CheckpointException when it was trained on another base, asks for what is not supported, or a tensor is
     *     missing, misshapen or unknown
     */
    public static Adapter load(Decoder base, Path directory) {
        LoraConfig config = LoraConfig.read(directory);
        Safetensors file = Safetensors.openFile(directory.resolve(FILE));
        String trained = file.metadata().getOrDefault(BASE, "");
        if (!trained.isEmpty() && !trained.equals(base.weights().fingerprint())) {
            throw new CheckpointException(
                    directory + ": was trained on another base model; load it over the weights it was made for");
        }
        Adapter adapter = new Adapter(base, config);
        try {
            adapter.check(file, directory, OF_THE_BASE.keySet());
            adapter.checkBase(file);
            adapter.fill(file);
            return adapter;
        } catch (RuntimeException e) {
            adapter.close();
            throw e;
        }
    }

    /** What PEFT saved of the base beside the adapter has to be what the base has. */
    private void checkBase(Safetensors file) {
        ElementType type = decoder().weights().parameters().getFirst().getDataType() == DataType.FLOAT32
                ? ElementType.F32
                : ElementType.BF16;
        PtNDArray[] base = decoder().weights().programOrder();
        RowBlocks theirs = new RowBlocks();
        RowBlocks ours = new RowBlocks();
        OF_THE_BASE.forEach((name, slot) -> {
            if (!file.entries().containsKey(name)) {
                return;
            }
            PtNDArray array = base[slot];
            Safetensors.Entry entry = file.entry(name, array.getShape().getShape());
            for (RowBlocks.Range rows : RowBlocks.of(entry.shape())) {
                ByteBuffer saved = theirs.narrow(theirs.read(file, entry, rows).asFloatBuffer(), type);
                if (!saved.equals(bytes(ours, array, rows.first(), rows.count(), type))) {
                    throw new CheckpointException(
                            FILE + ": " + name + " is not the base model's; such an adapter changes"
                                    + " more than low-rank products can: merge it into its base, and load that");
                }
            }
        });
    }

    /**
     * Adds this adapter to the weights of {@code copy}, a decoder with the base's weights, which then computes without an
     * adapter what the base computes with it.
     *
     * @throws IllegalArgumentException when the head is a target and shares its weights with the embedding
     */
    public void mergeInto(Decoder copy) {
        if (config.targets().contains(LoraTarget.LM_HEAD) && copy.config().tied()) {
            throw new IllegalArgumentException(
                    "lm_head is tied to the embedding, which merging would change, too; keep the adapter apart");
        }
        try (IValue weights = copy.weights().list();
                IValue adapter = list();
                IValue scale = IValue.from(config.scale())) {
            IValueUtils.runMethod(copy.block(), "merge", weights, adapter, scale)
                    .close();
        }
        copy.weightsChanged();
    }

    /** The program's list. The caller closes it. */
    IValue list() {
        return IValue.listFrom(programOrder());
    }
}
