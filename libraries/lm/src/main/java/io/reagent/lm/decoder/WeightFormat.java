package io.reagent.lm.decoder;

/**
 * The numbers generation reads a model's matrices in, on a CPU: decoding few sequences at once is as fast as they are read.
 * They are kept beside the weights as loaded, which the embedding and everything but generation read.
 */
public enum WeightFormat {
    /** As the device computes: float32 on a CPU, bfloat16 on a GPU. */
    FULL(0),
    /** Half as many bytes and 11 significant bits, three more than bfloat16 has; activations stay float32. */
    FLOAT16(1),
    /** A quarter as many bytes: integers from -127 to 127 with a scale for each row; activations are bfloat16. */
    INT8(2);

    private final long kind;

    WeightFormat(long kind) {
        this.kind = kind;
    }

    /** What the program calls it. */
    long kind() {
        return kind;
    }
}
