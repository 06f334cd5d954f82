package io.reagent.benchmarks;

import ai.djl.Device;
import io.reagent.lm.generate.Engine;
import io.reagent.lm.generate.Generation;
import io.reagent.lm.generate.GenerationRequest;
import io.reagent.lm.generate.LanguageModel;
import io.reagent.lm.generate.SamplingParameters;
import io.reagent.lm.train.AdamW;
import io.reagent.lm.train.Example;
import io.reagent.lm.train.Trainer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * {@code ./reagent bench memory}: whether the process grows with the requests it answers and the steps it trains, by itself
 * and through the policy's service. A leak shows as a slope of memory over the second half, when caches and pools have
 * filled.
 */
public final class MemoryBench {
    /** Growth per request or step beyond which it counts as a leak, in kilobytes. */
    private static final double REQUEST_BOUND = 2;

    private static final double STEP_BOUND = 16;
    /** Over a few hundred steps what malloc keeps is not level yet. */
    private static final double SERVICE_BOUND = 64;

    private static final Path JUDGE = Path.of("models/rrm-tiny");
    private static final Path POLICY = Path.of("models/policy-tiny");
    private static final int CONCURRENT = 32;
    private static final int VOCABULARY_USED = 1_000;
    private static final PrintStream OUT = System.out;

    private MemoryBench() {}

    /** @param arguments how many requests, training steps, and served steps, none for 0; rollouts of a served step */
    public static void main(String[] arguments) throws Exception {
        int requests = count(arguments, 0, 10_000);
        int steps = count(arguments, 1, 1_000);
        int served = count(arguments, 2, 300);
        boolean steady = true;
        if (requests > 0) {
            steady = report("requests", "resident", REQUEST_BOUND, generate(JUDGE, requests));
        }
        if (steps > 0) {
            steady &= report("training steps", "resident", STEP_BOUND, train(JUDGE, steps));
        }
        if (served > 0) {
            Growth heap = Growth.heap(served);
            Growth resident = Growth.resident(served);
            ServedTraining.run(POLICY, served, count(arguments, 3, 16), () -> {
                heap.sample();
                resident.sample();
            });
            steady &= report("served steps", "heap after collection", STEP_BOUND, heap);
            steady &= report("served steps", "resident", SERVICE_BOUND, resident);
        }
        // the service's threads are not all daemons
        System.exit(steady ? 0 : 1);
    }

    private static int count(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private static boolean report(String what, String memoryOf, double bound, Growth memory) {
        double slope = memory.slope();
        boolean steady = slope <= bound;
        OUT.printf(
                "%,8d %-15s %s %,d MB after the first half, %,d MB at the end, %+.2f kB each (at most %.0f): %s%n",
                memory.events(),
                what + ":",
                memoryOf,
                memory.middle() >> 10,
                memory.last() >> 10,
                slope,
                bound,
                steady ? "steady" : "GROWS");
        return steady;
    }

    private static Growth generate(Path checkpoint, int requests) {
        SplittableRandom random = new SplittableRandom(1);
        Growth memory = Growth.resident(requests);
        Engine.Limits limits = new Engine.Limits(CONCURRENT, CONCURRENT, 1 << 16);
        try (LanguageModel model = LanguageModel.load(checkpoint, Device.cpu(), limits)) {
            Deque<Generation> running = new ArrayDeque<>();
            for (int i = 0; i < requests; i++) {
                if (running.size() == CONCURRENT) {
                    running.removeFirst().completion().join();
                    memory.sample();
                }
                int[] prompt =
                        random.ints(random.nextInt(1, 512), 0, VOCABULARY_USED).toArray();
                running.add(model.generate(
                        GenerationRequest.of(prompt, random.nextInt(1, 48))
                                .drawn(
                                        i % 2 == 0 ? SamplingParameters.GREEDY : new SamplingParameters(1, 40, 0.9, 0),
                                        i)
                                .withLogprobs(i % 4),
                        token -> {}));
            }
            while (!running.isEmpty()) {
                running.removeFirst().completion().join();
                memory.sample();
            }
        }
        return memory;
    }

    private static Growth train(Path checkpoint, int steps) {
        SplittableRandom random = new SplittableRandom(2);
        Growth memory = Growth.resident(steps);
        try (Trainer trainer = Trainer.load(checkpoint, Device.cpu(), AdamW.DEFAULT, 2_048)) {
            for (int i = 0; i < steps; i++) {
                List<Example> examples =
                        Stream.generate(() -> example(random)).limit(4).toList();
                trainer.step(examples, 1e-5);
                memory.sample();
            }
        }
        return memory;
    }

    private static Example example(SplittableRandom random) {
        int[] tokens = random.ints(random.nextInt(8, 384), 0, VOCABULARY_USED).toArray();
        float[] weights = new float[tokens.length];
        Arrays.fill(weights, 1, weights.length, 1e-3f);
        return new Example(tokens, weights);
    }
}
