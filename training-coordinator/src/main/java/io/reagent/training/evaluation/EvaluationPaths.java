package io.reagent.training.evaluation;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which routes of eval-service are reached through the coordinator. Segments are plain words: neither {@code ..} nor anything
 * encoded leads out of the routes that are named here.
 */
final class EvaluationPaths {
    /** Where the coordinator has them. */
    static final String HERE = "/services/evaluation";

    private static final Pattern PASSED = Pattern.compile(
            "/v1/(?:evaluations|judge-evaluations|benchmarks|labels|preferences)(?:/(?!\\.{1,2}(?:/|$))[\\w.~-]+)*");

    private EvaluationPaths() {}

    /** The path and query at eval-service; null where nothing is passed on. */
    static @Nullable String there(URI asked) {
        String path = asked.getRawPath();
        if (path == null || !path.startsWith(HERE)) {
            return null;
        }
        String rest = path.substring(HERE.length());
        if (!PASSED.matcher(rest).matches()) {
            return null;
        }
        return asked.getRawQuery() == null ? rest : rest + "?" + asked.getRawQuery();
    }

    /** Where what eval-service points to is found here. */
    static String here(String location) {
        return location.startsWith("/v1/") ? HERE + location : location;
    }
}
