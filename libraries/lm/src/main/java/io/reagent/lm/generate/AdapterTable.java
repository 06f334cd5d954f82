package io.reagent.lm.generate;

import io.reagent.lm.decoder.Adapter;
import io.reagent.lm.decoder.Decoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The adapters that requests name. Changed on the owner thread alone; names may be asked for from any. */
final class AdapterTable implements AutoCloseable {
    private final Map<String, Adapter> byName = new ConcurrentHashMap<>();
    /** Unloaded, but running sequences still use them. */
    private final List<Adapter> leaving = new ArrayList<>();

    /** @throws IllegalArgumentException when there is none of this name */
    void check(String name) {
        if (!name.isEmpty() && !byName.containsKey(name)) {
            throw new IllegalArgumentException("adapter '" + name + "' is not loaded; loaded are " + names());
        }
    }

    List<String> names() {
        return List.copyOf(new TreeSet<>(byName.keySet()));
    }

    @Nullable Adapter named(String name) {
        check(name);
        return byName.get(name);
    }

    /** A name stands for one version: what was computed with it may still be in the cache. */
    void load(Decoder base, String name, Path directory) {
        if (name.isEmpty() || byName.containsKey(name)) {
            throw new IllegalArgumentException(
                    name.isEmpty()
                            ? "an adapter needs a name"
                            : "adapter '" + name + "' is loaded; give it a new name");
        }
        byName.put(name, Adapter.load(base, directory));
    }

    /** Waiting requests that name it fail; running ones end as they began. */
    void unload(String name) {
        check(name);
        Adapter adapter = byName.remove(name);
        if (adapter != null) {
            leaving.add(adapter);
        }
    }

    /** Frees what was unloaded and is out of use. */
    void free(Predicate<Adapter> used) {
        for (Adapter adapter : List.copyOf(leaving)) {
            if (!used.test(adapter)) {
                leaving.remove(adapter);
                adapter.base().weightsChanged();
                adapter.close();
            }
        }
    }

    @Override
    public void close() {
        leaving.addAll(byName.values());
        byName.clear();
        free(adapter -> false);
    }
}
