package io.reagent.policy.sessions;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A session with what it made; ids in the order they were made. */
public record SessionView(
        List<String> trainingRunIds,
        List<String> samplerIds,
        @Nullable JsonNode userMetadata,
        @Nullable String displayName) {}
