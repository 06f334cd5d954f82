package io.reagent.benchmarks;

import io.reagent.lm.generate.Generation;
import io.reagent.lm.generate.GenerationRequest;
import io.reagent.lm.generate.LanguageModel;
import io.reagent.lm.generate.SamplingParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Greedy sequences of equal length, all at once. */
final class Decoding {
    private static final int NEW_TOKENS = 128;
    private static final int RUNS = 4;

    private Decoding() {}

    /** Tokens a second of decoding alone: a long run less a short one, so that prefill falls out. */
    static double rate(LanguageModel model, int sequences) {
        double all = Timing.best(RUNS, () -> run(model, sequences, 32, NEW_TOKENS + 1));
        double first = Timing.best(RUNS, () -> run(model, sequences, 32, 1));
        return sequences * NEW_TOKENS / (all - first);
    }

    /** Prompts never seen before: nothing is found in the cache. */
    static void run(LanguageModel model, int sequences, int promptTokens, int newTokens) {
        SplittableRandom random = new SplittableRandom(System.nanoTime());
        List<Generation> generations = new ArrayList<>();
        for (int i = 0; i < sequences; i++) {
            int[] prompt = random.ints(promptTokens, 0, 1_000).toArray();
            generations.add(model.generate(
                    GenerationRequest.of(prompt, newTokens).drawn(SamplingParameters.GREEDY, i), token -> {}));
        }
        generations.forEach(generation -> generation.completion().join());
    }
}
