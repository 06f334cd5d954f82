package io.reagent.benchmarks;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * What this machine can do at most, in float32: the yardsticks of the other figures.
 *
 * @param readGigabytesPerSecond weights read in a matrix-vector product far larger than the caches
 * @param gigaflopsPerSecond arithmetic of a large matrix-matrix product
 */
record Ceilings(double readGigabytesPerSecond, double gigaflopsPerSecond) {
    private static final int ROWS = 16_384;
    private static final int COLUMNS = 4_096;
    private static final int SQUARE = 1_536;

    static Ceilings measure(Device device) {
        try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
            NDArray weights = manager.randomNormal(new Shape(ROWS, COLUMNS));
            NDArray vector = manager.randomNormal(new Shape(COLUMNS));
            double readSeconds = Timing.best(8, () -> done(weights.matMul(vector)));
            NDArray a = manager.randomNormal(new Shape(SQUARE, SQUARE));
            NDArray b = manager.randomNormal(new Shape(SQUARE, SQUARE));
            double productSeconds = Timing.best(8, () -> done(a.matMul(b)));
            return new Ceilings(
                    4.0 * ROWS * COLUMNS / readSeconds / 1e9, 2.0 * Math.pow(SQUARE, 3) / productSeconds / 1e9);
        }
    }

    /** A GPU works on while the caller goes on; reading a number waits for it. */
    private static void done(NDArray product) {
        product.flatten().get(0).getFloat();
        product.close();
    }
}
