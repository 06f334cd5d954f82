package io.reagent.lm.gguf;

import java.util.Arrays;

/**
 * Where a tensor lies in its file.
 *
 * @param shape outermost dimension first, as PyTorch has it; the file has it the other way
 * @param offset of its first byte from the file's beginning
 */
record GgufTensor(String name, long[] shape, GgmlType type, long offset) {
    long elements() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    long bytes() {
        return type.bytes(elements());
    }
}
