package io.reagent.benchmarks;

import ai.djl.Device;
import io.reagent.lm.compute.Devices;
import io.reagent.lm.decoder.Backpropagation.MatrixProducts;
import io.reagent.lm.generate.Engine;
import io.reagent.lm.generate.GenerationRequest;
import io.reagent.lm.generate.LanguageModel;
import io.reagent.lm.generate.PromptToken;
import io.reagent.lm.generate.SamplingParameters;
import io.reagent.lm.train.AdamW;
import io.reagent.lm.train.Example;
import io.reagent.lm.train.Trainer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** {@code ./reagent bench lm}: decoding, prefill and training beside what the machine could do at most. */
public final class LmBench {
    private static final PrintStream OUT = System.out;

    private LmBench() {}

    /** @param arguments the device, {@code cpu} if none is given, and the directory of rrm-tiny */
    public static void main(String[] arguments) throws IOException {
        String name = arguments.length > 0 ? arguments[0] : "cpu";
        Device device = Devices.named(name);
        Path tiny = Path.of(arguments.length > 1 ? arguments[1] : "models/rrm-tiny");
        OUT.printf(
                "machine: %d cores, %s %s, JDK %s%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version());
        Path forty = Files.createTempDirectory("reagent-bench").resolve("qwen3-40m");
        apart(() -> {
            RandomModel.write(RandomModel.FORTY_MILLION, forty, tiny);
            return forty;
        });
        Ceilings ceilings = apart(() -> Ceilings.measure(device));
        OUT.printf(
                "device %s, ceilings in float32: %.1f GB/s reading weights, %.0f GFLOP/s in a matrix product%n%n",
                name, ceilings.readGigabytesPerSecond(), ceilings.gigaflopsPerSecond());
        if (!name.equals("cpu")) {
            agreement(tiny, device);
        }
        decode("40 M random", forty, device, ceilings);
        decode("rrm-tiny", tiny, device, ceilings);
        apart(() -> {
            train("rrm-tiny", tiny, device);
            return tiny;
        });
    }

    /**
     * On a thread that ends: OpenMP's workers belong to the thread that used them, and where there are more of them than
     * cores, all sleep at every barrier.
     */
    private static <T> T apart(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "bench");
        thread.start();
        try {
            thread.join();
            return task.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How far logprobs are from those of the CPU in float32. */
    private static void agreement(Path directory, Device device) {
        List<PromptToken> expected = scored(directory, Device.cpu());
        List<PromptToken> found = scored(directory, device);
        double largest = 0;
        double sum = 0;
        for (int i = 0; i < expected.size(); i++) {
            double difference =
                    Math.abs(expected.get(i).logprob() - found.get(i).logprob());
            largest = Math.max(largest, difference);
            sum += difference;
        }
        OUT.printf(
                "logprobs of %d tokens against the CPU's float32: mean difference %.4f, largest %.4f%n%n",
                expected.size(), sum / expected.size(), largest);
    }

    private static List<PromptToken> scored(Path directory, Device device) {
        int[] prompt = new SplittableRandom(2).ints(512, 0, 1_000).toArray();
        try (LanguageModel model = LanguageModel.load(directory, device, new Engine.Limits(1, 1, 1 << 12))) {
            return model.generate(
                            GenerationRequest.of(prompt, 1)
                                    .drawn(SamplingParameters.GREEDY, 0)
                                    .withPromptLogprobs(0),
                            token -> {})
                    .completion()
                    .join()
                    .prompt();
        }
    }

    private static void decode(String name, Path directory, Device device, Ceilings ceilings) {
        try (LanguageModel model = LanguageModel.load(directory, device, new Engine.Limits(32, 64).drafting(0))) {
            double bytes = (device.isGpu() ? 2.0 : 4.0) * model.parameterCount();
            double one = Decoding.rate(model, 1);
            double bandwidth = one * bytes / 1e9;
            OUT.printf(
                    "%-12s decode, batch 1:  %8.0f tokens/s  %5.1f GB/s of weights, %3.0f %% of the ceiling%n",
                    name, one, bandwidth, 100 * bandwidth / ceilings.readGigabytesPerSecond());
            double many = Decoding.rate(model, 32);
            OUT.printf("%-12s decode, batch 32: %8.0f tokens/s  %5.1f times batch 1%n", name, many, many / one);
            int length = Math.min(1_024, model.config().context() - 2);
            double prefill = length / Timing.best(3, () -> Decoding.run(model, 1, length, 1));
            OUT.printf(
                    "%-12s prefill of %d:  %7.0f tokens/s  %5.0f GFLOP/s, %3.0f %% of the ceiling%n%n",
                    name,
                    length,
                    prefill,
                    prefill * 2 * model.parameterCount() / 1e9,
                    100 * prefill * 2 * model.parameterCount() / 1e9 / ceilings.gigaflopsPerSecond());
        }
    }

    private static void train(String name, Path directory, Device device) {
        SplittableRandom random = new SplittableRandom(1);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            int[] tokens = random.ints(380, 0, 1_000).toArray();
            float[] weights = new float[tokens.length];
            Arrays.fill(weights, 1e-4f);
            weights[0] = 0;
            examples.add(new Example(tokens, weights));
        }
        for (MatrixProducts products : MatrixProducts.values()) {
            try (Trainer trainer = Trainer.load(directory, device, AdamW.DEFAULT, 4_096, products)) {
                double seconds = Timing.best(3, () -> trainer.step(examples, 1e-4));
                double rate = 32 * 379 / seconds;
                OUT.printf(
                        "%-12s training, 32 x 380, products in %-8s: %7.0f tokens/s  %5.0f GFLOP/s%n",
                        name, products, rate, rate * 6 * trainer.parameterCount() / 1e9);
            }
        }
    }
}
