package io.reagent.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.env.PropertyResolver;

/**
 * Where the services find each other.
 *
 * @param judge its URL
 * @param policy its URL
 * @param evaluation its URL
 */
record Neighbours(String judge, String policy, String evaluation) {
    /**
     * URLs, and the key the services want, unless the user says otherwise. Where a URL is the user's own, so is its key: the
     * platform's goes to nobody else.
     */
    List<String> options(PropertyResolver settings, List<String> keys) {
        Map<String, String> urls = new TreeMap<>(Map.of(
                "reagent.agents.judge-url", judge,
                "reagent.eval.judge-url", judge,
                "reagent.eval.policy-url", policy,
                "reagent.training.evaluation.base-url", evaluation,
                "reagent.training.judge-url", judge,
                "reagent.training.policy-url", policy));
        List<String> options = new ArrayList<>();
        urls.forEach((property, url) -> {
            if (settings.containsProperty(property)) {
                return;
            }
            options.add("--" + property + "=" + url);
            String key = property.replaceFirst("(?:base-)?url$", "api-key");
            if (!keys.isEmpty() && !settings.containsProperty(key)) {
                options.add("--" + key + "=" + keys.getFirst());
            }
        });
        return options;
    }
}
