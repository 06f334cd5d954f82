package io.reagent.core.rl;

/**
 * A learning rate over a run's steps.
 *
 * @param peak the rate after warming up
 * @param schedule how it goes on from there
 * @param warmup steps that climb linearly to it
 */
public record LearningRate(double peak, Schedule schedule, int warmup) {
    public LearningRate {
        if (!(peak > 0 && peak < Double.POSITIVE_INFINITY) || warmup < 0) {
            throw new IllegalArgumentException(
                    "learning_rate must be positive and warmup not negative, were " + peak + " and " + warmup);
        }
    }

    /** After warming up. */
    public enum Schedule {
        CONSTANT,
        /** To 0 after the last step. */
        LINEAR,
        /** To 0 after the last step, by half a cosine. */
        COSINE
    }

    /** The rate of a step, counted from 0, of a run of so many. */
    public double at(int step, int steps) {
        if (step < warmup) {
            return peak * (step + 1) / warmup;
        }
        double done = Math.min(1, (double) (step - warmup) / Math.max(1, steps - warmup));
        return switch (schedule) {
            case CONSTANT -> peak;
            case LINEAR -> peak * (1 - done);
            case COSINE -> peak * (1 + Math.cos(Math.PI * done)) / 2;
        };
    }
}
