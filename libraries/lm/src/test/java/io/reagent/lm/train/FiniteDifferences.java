package io.reagent.lm.train;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** Slopes measured by moving parameters. */
final class FiniteDifferences {
    /**
     * Of {@link #relativeError}. Losses are sums of float32 numbers, each some 1e-7 of itself beside the exact one, which
     * the quotient divides by the step: errors up to 5e-5 were seen, so a tenth of this would fail on rounding alone.
     */
    static final double TOLERANCE = 2e-4;

    private static final double STEP = 2e-3;

    private FiniteDifferences() {}

    /**
     * Moves parameters along the gradient's own direction mixed with a random one, and compares the measured slope, of
     * fourth order, with the gradient's; parameters are put back.
     */
    static double relativeError(List<PtNDArray> parameters, List<PtNDArray> gradients, DoubleSupplier loss) {
        List<float[]> start = parameters.stream().map(PtNDArray::toFloatArray).toList();
        List<float[]> slopes = gradients.stream().map(PtNDArray::toFloatArray).toList();
        List<float[]> direction = direction(slopes);
        double expected = dot(slopes, direction);
        double near = at(parameters, start, direction, STEP, loss) - at(parameters, start, direction, -STEP, loss);
        double far =
                at(parameters, start, direction, 2 * STEP, loss) - at(parameters, start, direction, -2 * STEP, loss);
        at(parameters, start, direction, 0, loss);
        double measured = (8 * near - far) / (12 * STEP);
        return Math.abs(measured - expected) / Math.abs(expected);
    }

    private static List<float[]> direction(List<float[]> slopes) {
        SplittableRandom random = new SplittableRandom(3);
        double norm = Math.sqrt(dot(slopes, slopes));
        long count = slopes.stream().mapToLong(slope -> slope.length).sum();
        return slopes.stream()
                .map(slope -> {
                    float[] mixed = new float[slope.length];
                    for (int i = 0; i < mixed.length; i++) {
                        mixed[i] = (float) (slope[i] / norm + random.nextGaussian() / Math.sqrt(count));
                    }
                    return mixed;
                })
                .toList();
    }

    private static double dot(List<float[]> a, List<float[]> b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            for (int j = 0; j < a.get(i).length; j++) {
                sum += (double) a.get(i)[j] * b.get(i)[j];
            }
        }
        return sum;
    }

    private static double at(
            List<PtNDArray> parameters,
            List<float[]> start,
            List<float[]> direction,
            double step,
            DoubleSupplier loss) {
        for (int i = 0; i < parameters.size(); i++) {
            float[] moved = start.get(i).clone();
            for (int j = 0; j < moved.length; j++) {
                moved[j] += (float) (step * direction.get(i)[j]);
            }
            parameters.get(i).set(moved);
        }
        return loss.getAsDouble();
    }
}
