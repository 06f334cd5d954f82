package io.reagent.lm.generate;

import io.reagent.lm.decoder.Decoder;
import io.reagent.lm.decoder.KeyValueCache;
import io.reagent.lm.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that owns a decoder: takes requests from a bounded queue into the running batch and generates token by
 * token. New requests join between tokens as long as there is a place and cache for them.
 */
public final class Engine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Engine.class);
    private static final long IDLE_POLL_SECONDS = 60;

    private final FairQueue queue;
    private final Limits limits;
    private final Tokenizer tokenizer;
    private final Thread thread;
    private final CompletableFuture<Decoder> loaded = new CompletableFuture<>();
    private final AdapterTable adapters = new AdapterTable();
    private final Queue<Runnable> changes = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;
    private volatile Statistics statistics = new Statistics(0, 0, 0, 0, 0, 0, 0, 0);
    private long promptTokens;
    private long reusedTokens;
    private long generatedTokens;

    /**
     * How much may be under way at once.
     *
     * @param batch most sequences generated together
     * @param queue most requests waiting
     * @param cachedTokens most positions the key/value cache may reserve, over all sequences
     * @param prefillTokens most prompt tokens a step computes beside the sequences that are decoding: bounds how long a
     *     long prompt makes them wait
     * @param deterministic whether a request's tokens and logprobs are the same to the bit whatever else is in the batch;
     *     costs the joint attention of sequences, and a full batch's work however few there are
     */
    public record Limits(int batch, int queue, long cachedTokens, int prefillTokens, boolean deterministic) {
        private static final int PREFILL_TOKENS = 512;

        public Limits {
            if (batch < 1 || queue < 1 || cachedTokens < 1 || prefillTokens < 1) {
                throw new IllegalArgumentException("batch, queue, cachedTokens and prefillTokens must be positive");
            }
        }

        public Limits(int batch, int queue, long cachedTokens) {
            this(batch, queue, cachedTokens, PREFILL_TOKENS, false);
        }
    }

    /**
     * What the model is doing, and has done so far.
     *
     * @param waiting requests in the queue
     * @param running sequences in the batch
     * @param occupied cache positions that running sequences fill
     * @param allocated cache positions there are
     * @param promptTokens tokens of prompts that were taken into the batch
     * @param reusedTokens of these, tokens whose keys and values were there already
     * @param generatedTokens tokens generated
     * @param preempted how often a sequence had to begin again for want of cache
     */
    public record Statistics(
            int waiting,
            int running,
            long occupied,
            long allocated,
            long promptTokens,
            long reusedTokens,
            long generatedTokens,
            long preempted) {}

    /** Starts the thread, which loads the decoder; {@link #awaitLoaded()} tells how that went. */
    public Engine(String name, Supplier<Decoder> loader, Tokenizer tokenizer, Limits limits) {
        this.limits = limits;
        this.tokenizer = tokenizer;
        this.queue = new FairQueue(limits.queue());
        this.thread = new Thread(() -> run(loader), "lm-" + name);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Waits for the decoder; throws what its loading threw. */
    public Decoder awaitLoaded() {
        try {
            return loaded.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /**
     * Queues a request.
     *
     * @throws ModelBusyException when the queue is full
     * @throws IllegalArgumentException when the prompt has ids the model does not know, does not leave room for one
     *     token in the context, or needs more cache than there is, or its adapter is not loaded
     */
    public Generation submit(GenerationRequest request, Consumer<GeneratedToken> listener) {
        Decoder decoder = awaitLoaded();
        check(request, decoder.config().vocabulary(), decoder.config().context());
        adapters.check(request.adapter());
        Sequence sequence = new Sequence(
                request,
                listener,
                tokenizer.streamDecoder(true),
                decoder.config().context());
        int needed = KeyValueCache.blocks(sequence.reserved());
        if (needed > limits.cachedTokens()) {
            throw new IllegalArgumentException("prompt and max_tokens need " + needed
                    + " cached positions, the model has " + limits.cachedTokens() + "; ask for fewer tokens");
        }
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
        if (!queue.offer(sequence)) {
            throw new ModelBusyException(queue.size());
        }
        if (closed && queue.remove(sequence)) {
            throw new IllegalStateException("the model is closed");
        }
        return sequence;
    }

    /**
     * Loads a PEFT directory between two tokens of what is running, to be named by requests.
     *
     * @return completes when it can be used; fails with a CheckpointException when the directory does not fit the model,
     *     with an IllegalArgumentException when the name is taken
     */
    public CompletableFuture<Void> loadAdapter(String name, Path directory) {
        Decoder decoder = awaitLoaded();
        return change(() -> adapters.load(decoder, name, directory));
    }

    /** Takes an adapter away: waiting requests that name it fail, running ones end with it. */
    public CompletableFuture<Void> unloadAdapter(String name) {
        return change(() -> adapters.unload(name));
    }

    /** Names of the loaded adapters, in order. */
    public List<String> adapters() {
        return adapters.names();
    }

    private CompletableFuture<Void> change(Runnable change) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        changes.add(() -> {
            try {
                if (closed) {
                    throw new IllegalStateException("the model is closed");
                }
                change.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        queue.wake();
        if (closed) {
            done.completeExceptionally(new IllegalStateException("the model is closed"));
        }
        return done;
    }

    private void applyChanges() {
        for (@Nullable Runnable change = changes.poll(); change != null; change = changes.poll()) {
            change.run();
        }
    }

    private static void check(GenerationRequest request, int vocabulary, int context) {
        int[] prompt = request.prompt();
        for (int i = 0; i < prompt.length; i++) {
            if (prompt[i] < 0 || prompt[i] >= vocabulary) {
                throw new IllegalArgumentException("prompt[" + i + "] is " + prompt[i]
                        + "; the model's token ids go from 0 to " + (vocabulary - 1));
            }
        }
        if (prompt.length >= context) {
            throw new IllegalArgumentException("the prompt has " + prompt.length + " tokens, the model's context is "
                    + context + ", one of which must stay free");
        }
    }

    public int waiting() {
        return queue.size();
    }

    public int running() {
        return statistics.running();
    }

    /** As of the last step. */
    public Statistics statistics() {
        Statistics last = statistics;
        return new Statistics(
                queue.size(),
                last.running(),
                last.occupied(),
                last.allocated(),
                last.promptTokens(),
                last.reusedTokens(),
                last.generatedTokens(),
                last.preempted());
    }

    private void run(Supplier<Decoder> loader) {
        Decoder decoder;
        try {
            decoder = loader.get();
        } catch (RuntimeException e) {
            loaded.completeExceptionally(e);
            return;
        }
        try (decoder;
                adapters;
                Batch batch = new Batch(decoder, limits)) {
            loaded.complete(decoder);
            while (!closed) {
                turn(batch);
            }
            IllegalStateException closing = new IllegalStateException("the model was closed");
            batch.fail(closing);
            drain(closing);
            applyChanges();
        }
    }

    private void turn(Batch batch) {
        applyChanges();
        adapters.free(batch::uses);
        try {
            admit(batch);
            for (Sequence out : batch.preempt()) {
                queue.giveBack(out);
            }
            generatedTokens += batch.step();
        } catch (RuntimeException e) {
            log.error("generation failed", e);
            batch.fail(new ModelFailedException(e));
        }
        statistics = new Statistics(
                0,
                batch.size(),
                batch.slots().occupied(),
                batch.slots().allocated(),
                promptTokens,
                reusedTokens,
                generatedTokens,
                batch.preempted());
    }

    private void admit(Batch batch) {
        queue.cancelled().forEach(Sequence::finish);
        for (@Nullable Sequence next = next(batch.size() == 0); next != null; next = next(false)) {
            if (next.wantsCancel()) {
                next.finish();
                continue;
            }
            try {
                next.adapt(adapters.named(next.request().adapter()));
            } catch (IllegalArgumentException e) {
                next.fail(e);
                continue;
            }
            try {
                if (!batch.join(next)) {
                    queue.giveBack(next);
                    return;
                }
            } catch (RuntimeException e) {
                next.fail(new ModelFailedException(e));
                throw e;
            }
            promptTokens += next.length();
            reusedTokens += next.computed();
        }
    }

    private @Nullable Sequence next(boolean wait) {
        try {
            return wait ? queue.poll(IDLE_POLL_SECONDS) : queue.poll();
        } catch (InterruptedException e) {
            // close() wakes an idle model this way; the loop sees `closed` next
            return null;
        }
    }

    private void drain(Throwable cause) {
        for (@Nullable Sequence sequence = queue.poll(); sequence != null; sequence = queue.poll()) {
            sequence.fail(cause);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
