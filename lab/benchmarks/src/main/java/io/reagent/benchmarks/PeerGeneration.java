package io.reagent.benchmarks;

import ai.djl.Device;
import io.reagent.benchmarks.PeerWork.Request;
import io.reagent.benchmarks.PeerWork.Turn;
import io.reagent.lm.decoder.KeyValueCache;
import io.reagent.lm.generate.Completion;
import io.reagent.lm.generate.Engine;
import io.reagent.lm.generate.GeneratedToken;
import io.reagent.lm.generate.Generation;
import io.reagent.lm.generate.GenerationRequest;
import io.reagent.lm.generate.LanguageModel;
import io.reagent.lm.generate.SamplingParameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Works that write tokens. */
final class PeerGeneration implements AutoCloseable {
    private static final SamplingParameters SAMPLED = new SamplingParameters(1, 0, 1, 0);
    private static final int CHECKED = 16;

    private final LanguageModel model;
    private final PeerWork work;

    PeerGeneration(Path checkpoint, PeerWork work) {
        this.work = work;
        int sequences = work.requests().size() * work.samples();
        long longest = work.requests().stream()
                .mapToLong(request -> request.prompt().length + request.newTokens())
                .max()
                .orElseThrow();
        // slots are up to half as long again as what they hold
        // the peers guess nothing either: what is compared is the speed of a token
        Engine.Limits limits =
                new Engine.Limits(sequences, sequences, 2 * sequences * (longest + KeyValueCache.BLOCK)).drafting(0);
        this.model = LanguageModel.load(checkpoint, Device.cpu(), limits);
    }

    /** Tokens a second of one sequence, after the first. */
    Turn decode(int turn) {
        AtomicLong first = new AtomicLong();
        AtomicLong last = new AtomicLong();
        Completion completion = submit(work.requests().getFirst(), turn, 0, token -> {
                    long now = System.nanoTime();
                    first.compareAndSet(0, now);
                    last.set(now);
                })
                .completion()
                .join();
        int intervals = completion.tokens().size() - 1;
        return new Turn(intervals * 1e9 / (last.get() - first.get()), firstTokens(completion));
    }

    /** New tokens a second of everything at once. */
    Turn generate(int turn) {
        long start = System.nanoTime();
        List<Generation> generations = new ArrayList<>();
        for (Request request : work.requests()) {
            for (int sample = 0; sample < work.samples(); sample++) {
                generations.add(submit(request, turn, generations.size(), token -> {}));
            }
        }
        List<Completion> completions = generations.stream()
                .map(generation -> generation.completion().join())
                .toList();
        double seconds = (System.nanoTime() - start) / 1e9;
        int tokens = completions.stream()
                .mapToInt(completion -> completion.tokens().size())
                .sum();
        return new Turn(tokens / seconds, work.samples() == 1 ? firstTokens(completions.getFirst()) : List.of());
    }

    /** Prompt tokens a second until the first new token. */
    Turn prefill(int turn) {
        Request request = work.requests().getFirst();
        long start = System.nanoTime();
        Completion completion =
                submit(request, turn, 0, token -> {}).completion().join();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Turn(request.prompt().length / seconds, firstTokens(completion));
    }

    private Generation submit(Request request, int turn, long seed, Consumer<GeneratedToken> listener) {
        SamplingParameters sampling = work.samples() == 1 ? SamplingParameters.GREEDY : SAMPLED;
        return model.generate(
                GenerationRequest.of(work.prompt(request, turn), request.newTokens())
                        .drawn(sampling, seed),
                listener);
    }

    private static List<Integer> firstTokens(Completion completion) {
        return completion.tokens().stream()
                .limit(CHECKED)
                .map(GeneratedToken::id)
                .toList();
    }

    @Override
    public void close() {
        model.close();
    }
}
