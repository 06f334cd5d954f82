package io.reagent.world;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * Solves tasks as a good agent would, or with known flaws, and writes down what a judge should say. Deterministic from
 * its seed.
 */
public final class Oracle {
    private static final double CLEAN_SHARE = 0.4;
    private static final double SINGLE_SHARE = 0.45;
    private static final double MENDED_SHARE = 0.3;
    private static final int MOST_ATTEMPTS = 200;

    private Oracle() {}

    /** The oracle's own way to the reference answer. */
    public static LabelledTrajectory clean(Task task, long seed) {
        return new Walk(task, List.of(), random(seed)).run();
    }

    /** A trajectory with exactly one flaw of {@code type}, or null where {@code task} gives no occasion for it. */
    public static @Nullable LabelledTrajectory flawed(Task task, FlawType type, long seed) {
        RandomGenerator random = random(seed);
        for (int attempt = 0; attempt < 8; attempt++) {
            LabelledTrajectory trajectory = attempt(task, List.of(place(task, type, random)), random);
            if (trajectory != null) {
                return trajectory;
            }
        }
        return null;
    }

    /** One of an endless mixture: two in five clean, most others with one flaw, the rest with two. */
    public static LabelledTrajectory draw(long seed, Split split) {
        return draw(seed, split, List.of(FlawType.values()));
    }

    /** As {@link #draw(long, Split)}, with flaws of these types alone; at least two. */
    public static LabelledTrajectory draw(long seed, Split split, List<FlawType> among) {
        RandomGenerator random = random(seed ^ (split.ordinal() + 1L) << 62);
        double share = random.nextDouble();
        int flaws = share < CLEAN_SHARE ? 0 : share < CLEAN_SHARE + SINGLE_SHARE ? 1 : 2;
        while (true) {
            List<FlawType> types = types(flaws, among, random);
            // a flaw needs a task that gives occasion for it: draw tasks until one does; some pairs never go together
            for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
                Task task = TaskGenerator.generate(random.nextLong() >>> 1, split);
                List<Injection> injections = new ArrayList<>();
                types.forEach(type -> injections.add(place(task, type, random)));
                LabelledTrajectory trajectory = attempt(task, injections, random);
                if (trajectory != null) {
                    return trajectory;
                }
            }
        }
    }

    private static List<FlawType> types(int count, List<FlawType> among, RandomGenerator random) {
        List<FlawType> types = new ArrayList<>();
        while (types.size() < count) {
            FlawType type = among.get(random.nextInt(among.size()));
            if (!types.contains(type)) {
                types.add(type);
            }
        }
        return types;
    }

    private static Injection place(Task task, FlawType type, RandomGenerator random) {
        int lookups = task.plan().lookups();
        int at =
                switch (type) {
                    case CONTRADICTION -> lookups + 1;
                    case ARITHMETIC_SLIP -> lookups;
                    case PREMATURE_ANSWER, MISSING_CALL, UNVERIFIED_GUESS, BLIND_TRUST -> random.nextInt(lookups);
                    default -> random.nextInt(lookups + 1);
                };
        return new Injection(at, type, random.nextDouble() < MENDED_SHARE && type.factor(true) != type.factor(false));
    }

    private static @Nullable LabelledTrajectory attempt(Task task, List<Injection> injections, RandomGenerator random) {
        if (injections.stream().map(Injection::at).distinct().count() < injections.size()) {
            return null;
        }
        try {
            LabelledTrajectory trajectory = new Walk(task, injections, random).run();
            return trajectory.flaws().size() == injections.size() ? trajectory : null;
        } catch (InfeasibleException e) {
            return null;
        }
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
