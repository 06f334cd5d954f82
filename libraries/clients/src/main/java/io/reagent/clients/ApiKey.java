package io.reagent.clients;

import org.jspecify.annotations.Nullable;

/** A key and the header it is sent in. */
public record ApiKey(String header, String value) {
    /** Sent as a bearer token; null where there is none. */
    public static @Nullable ApiKey bearer(@Nullable String key) {
        return key == null || key.isBlank() ? null : new ApiKey("Authorization", "Bearer " + key.strip());
    }

    /** Sent as it is; null where there is none. */
    public static @Nullable ApiKey in(String header, @Nullable String key) {
        return key == null || key.isBlank() ? null : new ApiKey(header, key.strip());
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "a key in " + header;
    }
}
