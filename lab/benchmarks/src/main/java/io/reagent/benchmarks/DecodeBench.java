package io.reagent.benchmarks;

import ai.djl.Device;
import io.reagent.lm.decoder.WeightFormat;
import io.reagent.lm.generate.Engine;
import io.reagent.lm.generate.LanguageModel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** {@code ./reagent bench decode}: what deterministic mode costs, and what weights in fewer bits gain. */
public final class DecodeBench {
    private static final int PREFILL_TOKENS = 512;
    private static final PrintStream OUT = System.out;

    private DecodeBench() {}

    private enum Way {
        PLAIN(WeightFormat.FULL, false),
        DETERMINISTIC(WeightFormat.FULL, true),
        FLOAT16(WeightFormat.FLOAT16, false),
        INT8(WeightFormat.INT8, false);

        private final WeightFormat format;
        private final boolean deterministic;

        Way(WeightFormat format, boolean deterministic) {
            this.format = format;
            this.deterministic = deterministic;
        }
    }

    /** @param arguments a checkpoint's directory; without one, a random model of 40 million numbers */
    public static void main(String[] arguments) throws IOException {
        Path checkpoint;
        if (arguments.length > 0) {
            checkpoint = Path.of(arguments[0]);
        } else {
            checkpoint = Files.createTempDirectory("reagent-bench").resolve("qwen3-40m");
            RandomModel.write(RandomModel.FORTY_MILLION, checkpoint, Path.of("models/rrm-tiny"));
        }
        OUT.printf("%-14s %10s %10s %10s   tokens/s of 1, 8, 32 sequences, in a batch of up to 32%n", "", 1, 8, 32);
        for (Way way : Way.values()) {
            OUT.printf("%-14s", way.name().toLowerCase(Locale.ROOT));
            Engine.Limits limits = new Engine.Limits(32, 32, 1 << 16, PREFILL_TOKENS, 0, way.deterministic);
            try (LanguageModel model = LanguageModel.load(checkpoint, Device.cpu(), limits, way.format)) {
                for (int sequences : new int[] {1, 8, 32}) {
                    OUT.printf(" %10.1f", Decoding.rate(model, sequences));
                }
            }
            OUT.println();
        }
    }
}
