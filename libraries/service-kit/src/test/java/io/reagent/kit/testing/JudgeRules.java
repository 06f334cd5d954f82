package io.reagent.kit.testing;

import io.reagent.core.trajectory.TrajectoryFormatException;
import io.reagent.core.trajectory.TrajectoryReader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What rrm-api refuses before any judge is asked, for judges that are only played. {@code JudgeContractTest} in {@code
 * standalone} holds this and the real service to the same requests.
 */
public final class JudgeRules {
    private static final Set<String> FIELDS = Set.of("trajectory", "question", "judge", "options");

    private JudgeRules() {}

    /**
     * A refusal.
     *
     * @param slug of the problem's type
     */
    public record Refused(int status, String slug) {
        /** As problem+json, as far as clients look. */
        public String body() {
            return "{\"type\": \"urn:reagent:problem:%s\", \"status\": %d, \"detail\": \"refused as %s\"}"
                    .formatted(slug, status, slug);
        }
    }

    /**
     * The refusal of a request for a judgement, or null.
     *
     * @param judges there are
     */
    public static @Nullable Refused refusal(JsonNode request, Set<String> judges) {
        if (!FIELDS.containsAll(request.propertyNames())) {
            return new Refused(400, "unknown-field");
        }
        if (request.path("trajectory").isMissingNode()
                || request.path("trajectory").isNull()) {
            return new Refused(400, "missing-field");
        }
        try {
            TrajectoryReader.read(request.path("trajectory"), null, null);
        } catch (TrajectoryFormatException unreadable) {
            return new Refused(400, "unreadable-trajectory");
        }
        return request.has("judge") && !judges.contains(request.path("judge").asString(""))
                ? new Refused(422, "unknown-judge")
                : null;
    }
}
