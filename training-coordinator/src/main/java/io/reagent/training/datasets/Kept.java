package io.reagent.training.datasets;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The few things last asked for, by what they are made of. What several ask for at once is made once, and whoever asks for
 * something else does not wait for it. Thread-safe; making blocks.
 */
public final class Kept<K, V> {
    private final Map<K, CompletableFuture<V>> made;

    /** @param most how many are kept */
    public Kept(int most) {
        this.made = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, CompletableFuture<V>> eldest) {
                return size() > most;
            }
        };
    }

    /** What was made of it; a failure is its caller's alone and is not kept. */
    public V get(K key, Supplier<V> making) {
        CompletableFuture<V> own = new CompletableFuture<>();
        while (true) {
            CompletableFuture<V> first = claimed(key, own);
            if (first == null) {
                return make(key, own, making);
            }
            try {
                return first.join();
            } catch (CompletionException anothers) {
                // it may have been interrupted: whoever asks sees for himself
            }
        }
    }

    private V make(K key, CompletableFuture<V> own, Supplier<V> making) {
        try {
            V value = making.get();
            own.complete(value);
            return value;
        } catch (RuntimeException | Error failed) {
            forget(key, own);
            own.completeExceptionally(failed);
            throw failed;
        }
    }

    private synchronized @Nullable CompletableFuture<V> claimed(K key, CompletableFuture<V> own) {
        return made.putIfAbsent(key, own);
    }

    private synchronized void forget(K key, CompletableFuture<V> own) {
        made.remove(key, own);
    }
}
