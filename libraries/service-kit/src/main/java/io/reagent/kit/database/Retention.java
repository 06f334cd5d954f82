package io.reagent.kit.database;

import io.reagent.kit.lifecycle.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Deletes what a service has kept long enough: at its start and every so often, a bounded number of rows at a time. */
public final class Retention implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private final List<Kept> kept;
    private final Sweep sweep;

    /**
     * Rows of one kind.
     *
     * @param what they are, for the log
     * @param time they are kept, or null for ever
     * @param delete some of those from before a moment; it is made again until it deletes none
     */
    public record Kept(String what, @Nullable Duration time, Function<Instant, GenericExecuteSpec> delete) {}

    /** @param kept in the order in which they are deleted */
    public Retention(Duration every, List<Kept> kept) {
        this.kept = List.copyOf(kept);
        // what is left is found again
        this.sweep = new Sweep("Deleting what has had its time", every, this::sweep);
    }

    /** Deletes what has had its time; gives how many rows the statements named, what goes with them not counted. */
    public Mono<Long> sweep() {
        return Flux.fromIterable(kept)
                .concatMap(rows -> rows.time() == null
                        ? Mono.just(0L)
                        : deleted(rows, Instant.now().minus(rows.time())))
                .reduce(0L, Long::sum);
    }

    private static Mono<Long> deleted(Kept rows, Instant before) {
        return Mono.defer(() -> rows.delete().apply(before).fetch().rowsUpdated())
                .expand(count -> count == 0
                        ? Mono.empty()
                        : rows.delete().apply(before).fetch().rowsUpdated())
                .reduce(0L, Long::sum)
                .doOnNext(count -> {
                    if (count > 0) {
                        log.info("Deleted {} {} from before {}", count, rows.what(), before);
                    }
                });
    }

    @Override
    public void start() {
        if (kept.stream().anyMatch(rows -> rows.time() != null)) {
            sweep.start(Duration.ZERO);
        }
    }

    @Override
    public void stop() {
        sweep.stop();
    }

    @Override
    public boolean isRunning() {
        return sweep.isRunning();
    }
}
