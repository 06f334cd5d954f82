package io.reagent.lm.generate;

import io.reagent.lm.constrain.Constraint;
import io.reagent.lm.constrain.GrammarException;
import io.reagent.lm.decoder.Adapter;
import io.reagent.text.StreamDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request on its way through the batch. Everything but cancelling happens on the model's thread. */
final class Sequence implements Generation {
    private final GenerationRequest request;
    private final Consumer<GeneratedToken> listener;
    private final StreamDecoder decoder;
    private final StopStrings stops;
    private final SplittableRandom random;
    private final int limit;
    private final @Nullable Constraint constraint;
    private final List<GeneratedToken> tokens = new ArrayList<>();
    /** Random numbers drawn for tokens that are not chosen yet. */
    private final List<Double> drawn = new ArrayList<>();

    private final Drafts.Guesses guesses = new Drafts.Guesses();
    private final List<PromptToken> promptTokens = new ArrayList<>();
    private final int promptLength;
    private final CompletableFuture<Completion> completion = new CompletableFuture<>();
    private final long submitted = System.nanoTime();
    private volatile boolean cancelled;
    private @Nullable FinishReason finish;
    /** Prompt and generated tokens, the first {@code length}; behind them what is guessed to follow. */
    private int[] ids;

    private int length;
    private Shelf.@Nullable Slot slot;
    private @Nullable Adapter adapter;
    private int computed;
    private int reused;
    private long admitted;
    private long firstToken;

    /**
     * @param context tokens the model can see at once; the sequence ends when it is full
     */
    Sequence(GenerationRequest request, Consumer<GeneratedToken> listener, StreamDecoder decoder, int context) {
        this.request = request;
        this.listener = listener;
        this.decoder = decoder;
        this.stops =
                new StopStrings(request.ending().strings(), request.ending().kept());
        this.random = new SplittableRandom(request.seed());
        this.ids = request.prompt();
        this.length = ids.length;
        this.promptLength = length;
        this.limit = Math.min(request.maxTokens(), context - length);
        this.constraint = request.grammar() == null
                ? null
                : request.grammar().begin(request.ending().tokens(), request.goesOn() && !decoder.begins());
        if (constraint != null
                && constraint.complete()
                && (request.ending().least() > 0 || none(constraint.allowed()))) {
            throw new GrammarException(
                    "the empty text is the only one allowed, and no token can be generated that ends it");
        }
    }

    private static boolean none(long[] mask) {
        return Arrays.stream(mask).allMatch(word -> word == 0);
    }

    GenerationRequest request() {
        return request;
    }

    /** The adapter it is computed with from now on, null for none; keys and values of another one are of no use to it. */
    void adapt(@Nullable Adapter named) {
        adapter = named;
    }

    @Nullable Adapter adapter() {
        return adapter;
    }

    /** Prompt and generated tokens. */
    int length() {
        return length;
    }

    /** Their ids, of which the first {@link #length()} count; not to be changed. */
    int[] ids() {
        return ids;
    }

    /** Tokens of the prompt. */
    int promptLength() {
        return promptLength;
    }

    /** The most positions the sequence may come to occupy. */
    int reserved() {
        return promptLength + limit;
    }

    /** Whether keys and values of another sequence's equal beginning will do; logprobs of the prompt need it all. */
    boolean mayReuse() {
        return request.logprobs().prompt() < 0;
    }

    /** How many tokens at the beginning equal the first {@code count} of {@code other}; one at least stays to compute. */
    int common(int[] other, int count) {
        int most = Math.min(count, length - 1);
        int end = Arrays.mismatch(ids, 0, most, other, 0, most);
        return end < 0 ? most : end;
    }

    /** Enters the batch with the first {@code have} positions computed. */
    void place(Shelf.Slot in, int have) {
        slot = in;
        computed = have;
        reused += have;
        if (admitted == 0) {
            admitted = System.nanoTime();
        }
    }

    /** Its keys and values now lie in another slot. */
    void moveTo(Shelf.Slot other) {
        slot = other;
    }

    Shelf.Slot slot() {
        if (slot == null) {
            throw new IllegalStateException("the sequence is not in the batch");
        }
        return slot;
    }

    /** Leaves the batch to begin again later: what was computed is lost, what was generated is kept. */
    void putBack() {
        slot = null;
        computed = 0;
        if (scoresPrompt()) {
            promptTokens.clear();
        }
    }

    /** Positions whose keys and values are in the slot. */
    int computed() {
        return computed;
    }

    /** Tokens still to be computed before the next one can be chosen. */
    int pending() {
        return length - computed;
    }

    /** The next {@code count} tokens to compute, those beyond its length guessed. */
    int[] next(int count) {
        return Arrays.copyOfRange(ids, computed, computed + count);
    }

    /** A part of the prompt is computed. */
    void advance(int count) {
        computed += count;
    }

    /** Whether logprobs of prompt tokens have yet to be told. */
    boolean scoresPrompt() {
        return request.logprobs().prompt() >= 0 && promptTokens.size() + 1 < request.prompt().length;
    }

    /** The next prompt token whose logprob is to be told. */
    void scored(PromptToken token) {
        promptTokens.add(token);
    }

    /** The random number in [0, 1) of the next token, or of the one so many tokens ahead. */
    double draw(int ahead) {
        while (drawn.size() <= ahead) {
            drawn.add(random.nextDouble());
        }
        return drawn.get(ahead);
    }

    /** Guesses at most so many of the tokens after the next one to compute; none where not every token may come. */
    void guess(Drafts drafts, int most) {
        guesses.clear();
        int wanted = Math.min(most, limit - tokens.size() - 1);
        if (free() && wanted > 0) {
            makeRoom(length + wanted);
            drafts.guess(ids, length, wanted, guesses);
        }
    }

    Drafts.Guesses guesses() {
        return guesses;
    }

    /** What the next token is guessed to be, where there is a guess. */
    int guessed() {
        return ids[length];
    }

    private void makeRoom(int size) {
        if (size > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(size, Math.min(request.prompt().length + limit, 2 * length + 16)));
        }
    }

    /** Whether any token may come next. */
    boolean free() {
        return constraint == null && mayEnd();
    }

    private boolean mayEnd() {
        return tokens.size() >= request.ending().least();
    }

    /** The tokens that may come next: bit {@code id % 64} of word {@code id / 64}; not to be changed. */
    long[] allowed(int vocabulary) {
        if (mayEnd() && constraint != null) {
            return constraint.allowed();
        }
        long[] mask = new long[(vocabulary + 63) / 64];
        Arrays.fill(mask, -1);
        if (mayEnd()) {
            return mask;
        }
        long[] within = constraint == null ? mask : constraint.allowed().clone();
        for (int end : request.ending().tokens()) {
            if (end >= 0 && end >> 6 < within.length) {
                within[end >> 6] &= ~(1L << end);
            }
        }
        return within;
    }

    /** Takes the next token in, all before it being computed; returns whether the sequence goes on. */
    boolean accept(int id, float logprob, List<GeneratedToken.Alternative> alternatives) {
        String text = "";
        if (request.ending().tokens().contains(id)) {
            finish = FinishReason.STOP;
            text = request.ending().kept()
                    ? stops.pass(decoder.next(id) + decoder.finish())
                    : stops.feed(decoder.finish()) + stops.finish();
        } else {
            String piece = decoder.next(id);
            text = tokens.size() + 1 > request.ending().least() ? stops.feed(piece) : stops.pass(piece);
            boolean complete = constrain(id);
            if (stops.stopped()) {
                finish = FinishReason.STOP;
            } else if (complete || tokens.size() + 1 >= limit) {
                finish = complete ? FinishReason.STOP : FinishReason.LENGTH;
                text += stops.feed(decoder.finish()) + stops.finish();
            }
        }
        makeRoom(length + 1);
        ids[length++] = id;
        computed = length - 1;
        if (!drawn.isEmpty()) {
            drawn.removeFirst();
        }
        tell(new GeneratedToken(id, logprob, text, alternatives));
        return finish == null;
    }

    /** Takes the token into the constraint, if there is one; returns whether its text is complete. */
    private boolean constrain(int id) {
        if (constraint == null) {
            return false;
        }
        try {
            constraint.advance(id);
            return constraint.complete();
        } catch (RuntimeException e) {
            // this sequence's fault alone, as a listener's is
            completion.completeExceptionally(e);
            return true;
        }
    }

    private void tell(GeneratedToken token) {
        if (tokens.isEmpty()) {
            firstToken = System.nanoTime();
        }
        tokens.add(token);
        try {
            listener.accept(token);
        } catch (RuntimeException | Error e) {
            // the listener's fault alone: the others of the batch go on
            finish = FinishReason.CANCELLED;
            completion.completeExceptionally(e);
        }
    }

    boolean wantsCancel() {
        return cancelled;
    }

    void finish() {
        long now = System.nanoTime();
        completion.complete(new Completion(
                tokens,
                stops.text(),
                finish == null ? FinishReason.CANCELLED : finish,
                request.prompt().length,
                promptTokens,
                reused,
                new Completion.Timings(
                        (admitted == 0 ? now : admitted) - submitted,
                        (firstToken == 0 ? now : firstToken) - submitted,
                        now - submitted)));
    }

    void fail(Throwable cause) {
        completion.completeExceptionally(cause);
    }

    @Override
    public CompletableFuture<Completion> completion() {
        return completion;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }
}
