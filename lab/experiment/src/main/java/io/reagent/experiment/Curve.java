package io.reagent.experiment;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Held-out pass@1 of one run as it spends tokens, straight lines between evaluations.
 *
 * @param points by rising tokens
 */
record Curve(List<Point> points) {
    /** @param tokens generated in training by then */
    record Point(double tokens, double pass) {}

    Curve {
        points = List.copyOf(points);
    }

    static Curve of(JsonNode evaluations) {
        List<Point> points = new ArrayList<>();
        for (JsonNode evaluation : evaluations) {
            points.add(new Point(
                    evaluation.path("tokens").asDouble(),
                    evaluation.path("pass_at_1").asDouble()));
        }
        return new Curve(points);
    }

    double first() {
        return points.getFirst().pass;
    }

    /** After so many tokens; the last evaluation where a run ended before. */
    double at(double tokens) {
        for (int i = 1; i < points.size(); i++) {
            Point right = points.get(i);
            if (right.tokens >= tokens) {
                Point left = points.get(i - 1);
                double share = (tokens - left.tokens) / (right.tokens - left.tokens);
                return left.pass + share * (right.pass - left.pass);
            }
        }
        return points.getLast().pass;
    }

    /** Tokens after which it first reaches a rate, or null when it never does within the budget. */
    @Nullable Double reaching(double pass, double budget) {
        for (int i = 0; i < points.size(); i++) {
            Point right = points.get(i);
            if (right.pass >= pass) {
                double tokens = right.tokens;
                if (i > 0) {
                    Point left = points.get(i - 1);
                    tokens = left.tokens + (pass - left.pass) / (right.pass - left.pass) * (right.tokens - left.tokens);
                }
                return tokens <= budget ? (Double) tokens : null;
            }
        }
        return null;
    }
}
