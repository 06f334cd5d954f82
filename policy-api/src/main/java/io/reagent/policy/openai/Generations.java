package io.reagent.policy.openai;

import io.reagent.kit.problem.ProblemException;
import io.reagent.lm.constrain.GrammarException;
import io.reagent.lm.generate.Completion;
import io.reagent.lm.generate.Generation;
import io.reagent.lm.generate.GenerationRequest;
import io.reagent.policy.hosting.Sampler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Schedulers;

/** The sequences of one request under way: they end together, whoever ends them. */
final class Generations {
    private final FluxSink<Sampled> sink;
    private final List<Generation> running = new CopyOnWriteArrayList<>();
    private final AtomicInteger open;
    private final AtomicBoolean failed = new AtomicBoolean();

    private Generations(FluxSink<Sampled> sink, int count) {
        this.sink = sink;
        open = new AtomicInteger(count);
        sink.onDispose(() -> running.forEach(Generation::cancel));
    }

    /**
     * Generates all sequences, in turns with whatever else the model does; cancelling ends them. Prompts that begin alike
     * are computed once: the engine has later sequences take over what the first has computed.
     */
    static Flux<Sampled> of(Sampler sampler, List<GenerationRequest> requests) {
        return Flux.<Sampled>create(sink -> new Generations(sink, requests.size()).start(sampler, requests))
                // tokens come on the model's thread, which must go on to the next one
                .publishOn(Schedulers.parallel());
    }

    private void start(Sampler sampler, List<GenerationRequest> requests) {
        try {
            for (int i = 0; i < requests.size() && !sink.isCancelled(); i++) {
                start(sampler, requests.get(i), i);
            }
        } catch (IllegalArgumentException unfit) {
            fail(unfit(unfit));
        } catch (GrammarException impossible) {
            fail(Refusals.invalid(
                    "stop_token_ids",
                    "What the answer is limited to leaves no token to begin with: " + impossible.getMessage(),
                    "Change stop_token_ids or min_tokens, or what the answer is limited to."));
        } catch (RuntimeException refused) {
            fail(refused);
        }
    }

    private void start(Sampler sampler, GenerationRequest request, int choice) {
        Generation generation = sampler.generate(request, token -> sink.next(new Sampled.Token(choice, token)));
        running.add(generation);
        if (sink.isCancelled()) {
            generation.cancel();
        }
        generation.completion().whenComplete((completion, error) -> end(choice, completion, error));
    }

    private void end(int choice, @Nullable Completion completion, @Nullable Throwable error) {
        if (completion == null) {
            fail(error == null ? new IllegalStateException("a generation ended without a result") : error);
            return;
        }
        sink.next(new Sampled.Ended(choice, completion));
        if (open.decrementAndGet() == 0) {
            sink.complete();
        }
    }

    private void fail(Throwable error) {
        if (failed.compareAndSet(false, true) && !sink.isCancelled()) {
            sink.error(error);
        }
    }

    /** The model says what does not fit it: ids outside its vocabulary, more tokens than its cache holds. */
    private static ProblemException unfit(IllegalArgumentException unfit) {
        return Refusals.invalid(
                "prompt", String.valueOf(unfit.getMessage()), "GET /v1/models tells how long a sequence may be.");
    }
}
