package io.reagent.rrm.judges.local;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.reagent.lm.decoder.WeightFormat;
import io.reagent.lm.generate.Completion;
import io.reagent.lm.generate.Engine;
import io.reagent.lm.generate.FinishReason;
import io.reagent.lm.generate.Generation;
import io.reagent.lm.generate.GenerationRequest;
import io.reagent.lm.generate.LanguageModel;
import io.reagent.lm.generate.ModelBusyException;
import io.reagent.lm.generate.SamplingParameters;
import io.reagent.lm.metrics.ModelMetrics;
import io.reagent.rrm.judges.Fingerprint;
import io.reagent.rrm.judges.JudgeSampling;
import io.reagent.rrm.judges.JudgeUnavailableException;
import io.reagent.rrm.judges.JudgeUnavailableException.Kind;
import io.reagent.rrm.judges.Prompt;
import io.reagent.rrm.judges.PromptTooLongException;
import io.reagent.rrm.judges.TokenUsage;
import io.reagent.rrm.judges.Writer;
import io.reagent.rrm.judges.Written;
import io.reagent.text.ChatTemplate;
import io.reagent.text.TextLane;
import io.reagent.text.TextTooLongException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A checkpoint that runs in this process. */
public final class LocalWriter implements Writer, AutoCloseable {
    private static final Duration DOWN_RETRY = Duration.ofSeconds(2);

    /** Of a prompt; where that is too much still, what is left is guessed anew. */
    private static final double LEAST_FRACTION = 0.001;

    private final String name;
    private final String fingerprint;
    private final LanguageModel model;
    private final PromptEncoder encoder;
    /** The longest sequence the model takes, in tokens. */
    private final int context;

    private final Scheduler longTexts;

    private LocalWriter(
            String name, String fingerprint, LanguageModel model, PromptEncoder encoder, Scheduler longTexts) {
        this.name = name;
        this.fingerprint = fingerprint;
        this.model = model;
        this.encoder = encoder;
        context = model.config().context();
        this.longTexts = longTexts;
    }

    /**
     * Loads a checkpoint; returns when it is ready.
     *
     * @param device {@code cpu}, {@code gpu} or {@code gpu:N}
     * @param weights the numbers its matrices are read in
     * @param limits how much may be under way at once; more waiting requests are refused, and as
     *     many waiting long texts
     * @throws IllegalStateException when there is no checkpoint in the directory
     */
    public static LocalWriter load(Path directory, String device, WeightFormat weights, Engine.Limits limits)
            throws IOException {
        Path checkpoint = directory.toAbsolutePath().normalize();
        if (Files.notExists(checkpoint.resolve("config.json"))) {
            throw new IllegalStateException("There is no checkpoint in " + checkpoint
                    + ": point the judge's directory at a Hugging Face directory with a config.json");
        }
        LanguageModel model = LanguageModel.load(checkpoint, device, limits, weights);
        try {
            ChatTemplate template = ChatTemplate.load(checkpoint, model.tokenizer());
            return new LocalWriter(
                    checkpoint.getFileName().toString(),
                    weights == WeightFormat.FULL
                            ? Fingerprint.ofCheckpoint(checkpoint)
                            : Fingerprint.of(Fingerprint.ofCheckpoint(checkpoint), weights.name()),
                    model,
                    new PromptEncoder(model.tokenizer(), template),
                    Schedulers.fromExecutor(TextLane.executor(limits.queue())));
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    @Override
    public String model() {
        return name;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean holdsToForms() {
        return true;
    }

    @Override
    public int waiting() {
        return model.waiting();
    }

    /** Meters of the model. */
    public MeterBinder metrics() {
        return new ModelMetrics(model, name);
    }

    /** Sequences being written now. */
    int running() {
        return model.running();
    }

    @Override
    public Flux<Written> write(Prompt prompt, JudgeSampling sampling) {
        Flux<Written> writing = Flux.create(sink -> start(prompt, sampling, sink));
        return (TextLane.isLong(prompt.user().length()) ? writing.subscribeOn(longTexts, false) : writing)
                .onErrorMap(RejectedExecutionException.class, full -> busy(full, DOWN_RETRY))
                // tokens come on the model's thread, which must go on to the next one
                .publishOn(Schedulers.parallel());
    }

    private void start(Prompt prompt, JudgeSampling sampling, FluxSink<Written> sink) {
        int room = context - roomToWrite(prompt, sampling);
        int[] tokens;
        try {
            tokens = encoder.encode(prompt, room);
        } catch (TextTooLongException tooLong) {
            sink.error(tooLong(tooLong.fewestTokens() + " tokens or more", tooLong.fewestTokens(), room));
            return;
        }
        if (tokens.length > room) {
            sink.error(tooLong(tokens.length + " tokens", tokens.length, room));
            return;
        }
        try {
            Emitted emitted = new Emitted(sink);
            Generation generation =
                    model.generate(request(tokens, prompt, sampling), token -> emitted.text(token.text()));
            sink.onDispose(generation::cancel);
            generation.completion().whenComplete((completion, error) -> end(completion, error, emitted, sink));
        } catch (ModelBusyException busy) {
            sink.error(busy(busy, busy.expected()));
        }
    }

    private PromptTooLongException tooLong(String said, int tokens, int room) {
        return new PromptTooLongException(
                "The prompt has " + said + ", and the judge " + name + " takes " + room,
                Math.max(LEAST_FRACTION, 0.95 * room / tokens));
    }

    private JudgeUnavailableException busy(Throwable full, Duration wait) {
        return new JudgeUnavailableException(
                Kind.BUSY, "The judge " + name + " has as many requests waiting as it takes", wait, full);
    }

    /** Most judgements need far less than they may take: a quarter of the context is kept free, not more. */
    private int roomToWrite(Prompt prompt, JudgeSampling sampling) {
        return prompt.written() != null ? 1 : Math.min(sampling.maxTokens() + Prompt.RESERVED_TOKENS, context / 4);
    }

    private GenerationRequest request(int[] tokens, Prompt prompt, JudgeSampling sampling) {
        SamplingParameters parameters = sampling.temperature() == 0
                ? SamplingParameters.GREEDY
                : new SamplingParameters(sampling.temperature(), 0, sampling.topP(), 0);
        // a judgement that fills the context could not be brought to its score
        int room = prompt.written() == null ? context - tokens.length - Prompt.RESERVED_TOKENS : context;
        GenerationRequest request = GenerationRequest.of(tokens, Math.clamp(room, 1, sampling.maxTokens()))
                .drawn(parameters, sampling.seed())
                .endingAt(model.endTokens(), List.of());
        return prompt.form() == null
                ? request
                : request.within(model.constraints().regex(prompt.form()));
    }

    private void end(
            @Nullable Completion completion, @Nullable Throwable error, Emitted emitted, FluxSink<Written> sink) {
        if (completion == null) {
            Throwable cause = error instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : error;
            sink.error(new JudgeUnavailableException(
                    Kind.DOWN, "The judge " + name + " failed: " + cause, DOWN_RETRY, cause));
            return;
        }
        emitted.rest(completion.text());
        TokenUsage usage =
                new TokenUsage(completion.promptTokens(), completion.tokens().size());
        boolean complete = completion.finishReason() == FinishReason.STOP;
        sink.next(new Written.End(complete ? Written.Reason.COMPLETE : Written.Reason.LENGTH, usage));
        sink.complete();
    }

    @Override
    public void close() {
        model.close();
    }

    /** What was passed on of a text, so that the end can add what was held back. */
    private static final class Emitted {
        private final FluxSink<Written> sink;
        private int characters;

        Emitted(FluxSink<Written> sink) {
            this.sink = sink;
        }

        void text(String text) {
            if (!text.isEmpty()) {
                characters += text.length();
                sink.next(new Written.Text(text));
            }
        }

        void rest(String whole) {
            if (whole.length() > characters) {
                text(whole.substring(characters));
            }
        }
    }
}
