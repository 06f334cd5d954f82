package io.reagent.eval.imports;

import io.reagent.eval.benchmarks.Benchmark;
import io.reagent.eval.benchmarks.Item;
import io.reagent.eval.benchmarks.ItemSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the question of a set that an attempt answers. It is the text that tells; an id alone is not believed, since files
 * number their questions as they please, and only tells apart what reads alike or is wrapped in more text.
 */
final class ItemMatcher {
    private final Map<String, List<Item>> byText = new HashMap<>();
    private final Map<String, Item> byId = new HashMap<>();

    ItemMatcher(ItemSet set) {
        Benchmark benchmark = set.benchmark();
        for (Item item : set.items()) {
            byId.put(item.id(), item);
            String plain = normal(item.question());
            String asked = normal(benchmark.asked(item));
            byText.computeIfAbsent(plain, text -> new ArrayList<>()).add(item);
            if (!asked.equals(plain)) {
                byText.computeIfAbsent(asked, text -> new ArrayList<>()).add(item);
            }
        }
    }

    /** The question, or null. */
    @Nullable Item match(@Nullable String id, String question) {
        String text = normal(question);
        List<Item> same = byText.getOrDefault(text, List.of());
        Item named = id == null ? null : byId.get(id);
        if (same.size() == 1) {
            return same.getFirst();
        }
        if (same.size() > 1) {
            return named != null && same.contains(named) ? named : null;
        }
        return named != null && text.contains(normal(named.question())) ? named : null;
    }

    /** Whether several questions read like this one, so that only an id tells which it is. */
    boolean ambiguous(String question) {
        return byText.getOrDefault(normal(question), List.of()).size() > 1;
    }

    private static String normal(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
