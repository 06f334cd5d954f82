package io.reagent.eval.benchmarks;

import io.reagent.core.hash.Sha256;
import io.reagent.world.Split;
import io.reagent.world.Task;
import io.reagent.world.TaskGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Held-out tasks of the made-up world, the first ones. Each takes some milliseconds to make. */
final class WorldItems {
    static final int STANDARD = 300;

    private WorldItems() {}

    static ItemSet read(BenchmarkSpec spec) {
        int count = spec.items() == null ? STANDARD : spec.items();
        List<Item> items = new ArrayList<>(count);
        for (long number = 0; number < count; number++) {
            Task task = TaskGenerator.generate(number, Split.HELD_OUT);
            List<String> references = List.of(task.answer());
            items.add(new Item(
                    "held_out/" + number,
                    task.question(),
                    references,
                    List.of(),
                    List.of(),
                    null,
                    null,
                    null,
                    number,
                    ItemHash.of(
                            task.question(),
                            references,
                            List.of(),
                            List.of(),
                            Map.of("number", number, "version", (long) TaskGenerator.VERSION),
                            1)));
        }
        return new ItemSet(
                spec.benchmark(), items, Sha256.hex("world version " + TaskGenerator.VERSION + ", held out, " + count));
    }
}
