package io.reagent.policy.hosting;

import io.reagent.dialogue.Dialogue;
import io.reagent.lm.checkpoint.LoraConfig;
import io.reagent.lm.decoder.WeightFormat;
import io.reagent.lm.generate.LanguageModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;
import reactor.core.publisher.Mono;

/**
 * Opens weights for sampling. Saved weights are loaded when first asked for and kept; those used longest ago make room for
 * others, unless somebody holds them.
 */
public final class Samplers implements AutoCloseable {
    private final BaseModels bases;
    private final HostingProperties limits;
    /** Loading reads files and waits for the compute thread. */
    private final Executor loading = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("load-weights").factory());

    private final Map<PolicyWeights.Saved, Loaded> loaded = new LinkedHashMap<>();
    /** What makes room; weights wanted again are loaded behind it, since they have the same name in the model. */
    private final Map<PolicyWeights.Saved, CompletableFuture<@Nullable Void>> leaving = new ConcurrentHashMap<>();

    private long uses;

    Samplers(BaseModels bases, HostingProperties limits) {
        this.bases = bases;
        this.limits = limits;
    }

    private static final class Loaded {
        private final BaseModel base;
        private final boolean adapter;
        private final CompletableFuture<LanguageModel> model;
        private final SingletonSupplier<Dialogue> dialogue;
        private int holders;
        private long lastUse;

        Loaded(BaseModel base, boolean adapter, CompletableFuture<LanguageModel> model) {
            this.base = base;
            this.adapter = adapter;
            this.model = model;
            this.dialogue = adapter ? base.dialogue() : base.dialogue(model::join);
        }
    }

    /**
     * Weights ready to be sampled from; whoever takes the sampler closes it.
     *
     * @throws io.reagent.kit.problem.ProblemException 404 when there is no such base model
     * @throws io.reagent.kit.problem.ProblemException 422 that says why saved weights cannot be used over it
     */
    public Mono<Sampler> open(PolicyWeights weights) {
        return Mono.defer(() -> switch (weights) {
            case PolicyWeights.Base base -> {
                BaseModel model = bases.named(base.base());
                yield Mono.just(new Sampler(model, model.model(), model.dialogue(), "", () -> {}));
            }
            case PolicyWeights.Saved saved -> open(saved);
        });
    }

    private Mono<Sampler> open(PolicyWeights.Saved saved) {
        Loaded held = hold(saved);
        // a caller that leaves just as its sampler arrives cancels and closes
        AtomicBoolean released = new AtomicBoolean();
        Runnable release = () -> {
            if (released.compareAndSet(false, true)) {
                release(held);
            }
        };
        return Mono.fromFuture(() -> held.model, true)
                .map(model -> new Sampler(
                        held.base, model, held.dialogue, held.adapter ? adapterName(saved.directory()) : "", release))
                .onErrorMap(e -> Unusable.told(e, saved.directory()))
                .doOnError(e -> forget(saved, held))
                .doOnCancel(release);
    }

    private synchronized Loaded hold(PolicyWeights.Saved saved) {
        Loaded entry = loaded.get(saved);
        if (entry == null) {
            entry = load(saved);
            loaded.put(saved, entry);
            makeRoom(entry.adapter, entry);
        }
        entry.holders++;
        entry.lastUse = ++uses;
        return entry;
    }

    private Loaded load(PolicyWeights.Saved saved) {
        BaseModel base = bases.named(saved.base());
        boolean adapter = Files.exists(saved.directory().resolve(LoraConfig.FILE));
        CompletableFuture<@Nullable Void> before = leaving.getOrDefault(saved, CompletableFuture.completedFuture(null));
        CompletableFuture<LanguageModel> model = adapter
                ? before.thenCompose(
                                gone -> base.model().loadAdapter(adapterName(saved.directory()), saved.directory()))
                        .thenApply(done -> base.model())
                : CompletableFuture.supplyAsync(
                        () -> LanguageModel.load(
                                saved.directory(),
                                base.settings().device(),
                                base.settings().limits(),
                                WeightFormat.FULL),
                        loading);
        return new Loaded(base, adapter, model);
    }

    private static String adapterName(Path directory) {
        return directory.toString();
    }

    private synchronized void release(Loaded held) {
        held.holders--;
        makeRoom(held.adapter, null);
    }

    private synchronized void forget(PolicyWeights.Saved saved, Loaded held) {
        held.holders--;
        loaded.remove(saved, held);
    }

    /** Weights that are held stay beyond the limit, until somebody lets them go. */
    private void makeRoom(boolean adapters, @Nullable Loaded added) {
        int most = adapters ? limits.loadedAdapters() : limits.loadedModels();
        long there = loaded.values().stream()
                .filter(entry -> entry.adapter == adapters)
                .count();
        List<Map.Entry<PolicyWeights.Saved, Loaded>> idle = loaded.entrySet().stream()
                .filter(entry -> entry.getValue() != added
                        && entry.getValue().adapter == adapters
                        && entry.getValue().holders == 0)
                .sorted(Comparator.comparingLong(entry -> entry.getValue().lastUse))
                .limit(Math.max(0, there - most))
                .toList();
        idle.forEach(entry -> {
            loaded.remove(entry.getKey());
            unload(entry.getKey(), entry.getValue());
        });
    }

    private void unload(PolicyWeights.Saved saved, Loaded entry) {
        if (!entry.adapter) {
            var unused = entry.model.thenAcceptAsync(LanguageModel::close, loading);
            return;
        }
        // one that could not be loaded has nothing to leave
        CompletableFuture<@Nullable Void> left = entry.model
                .thenCompose(model -> model.unloadAdapter(adapterName(saved.directory())))
                .<@Nullable Void>handle((done, failed) -> null);
        leaving.put(saved, left);
        var unused = left.thenRun(() -> leaving.remove(saved, left));
    }

    /** Closes the models of their own; adapters go with their base. */
    @Override
    public synchronized void close() {
        loaded.values().stream()
                .filter(entry -> !entry.adapter && !entry.model.isCompletedExceptionally())
                .forEach(entry -> entry.model.join().close());
        loaded.clear();
    }
}
