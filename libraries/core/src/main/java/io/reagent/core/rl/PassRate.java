package io.reagent.core.rl;

/**
 * A share of successes with Wilson's 95 % interval ("Probable inference", 1927), which stays in [0, 1] and is right for
 * small samples too.
 */
public record PassRate(int passed, int tried, double rate, double low, double high) {
    private static final double Z = 1.959963984540054;

    public static PassRate of(int passed, int tried) {
        if (tried < 1 || passed < 0 || passed > tried) {
            throw new IllegalArgumentException("passed " + passed + " of " + tried + " is no rate");
        }
        double rate = (double) passed / tried;
        double scale = 1 + Z * Z / tried;
        double middle = (rate + Z * Z / (2 * tried)) / scale;
        double half = Z * Math.sqrt(rate * (1 - rate) / tried + Z * Z / (4.0 * tried * tried)) / scale;
        return new PassRate(passed, tried, rate, Math.max(0, middle - half), Math.min(1, middle + half));
    }
}
