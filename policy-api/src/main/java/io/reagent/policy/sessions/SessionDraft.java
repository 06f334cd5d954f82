package io.reagent.policy.sessions;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a client says of itself. */
public record SessionDraft(
        JsonNode tags,
        @Nullable JsonNode userMetadata,
        @Nullable String displayName,
        @Nullable String sdkVersion) {}
