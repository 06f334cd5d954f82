package io.reagent.clients.evaluations;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A benchmark as the service lists it.
 *
 * @param problem why it cannot be evaluated on, or null where it can
 */
public record OfferedBenchmark(
        String name, List<String> suites, @Nullable String problem) {
    public OfferedBenchmark {
        suites = List.copyOf(suites);
    }
}
