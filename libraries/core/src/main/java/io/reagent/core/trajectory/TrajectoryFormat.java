package io.reagent.core.trajectory;

import org.jspecify.annotations.Nullable;

/** The JSON shapes a trajectory may arrive in. */
public enum TrajectoryFormat {
    /** OpenAI chat messages: an array, or an object with {@code messages}. */
    OPENAI_CHAT("openai-chat"),
    /** Agent Trajectory Interchange Format, any {@code ATIF-v1.x}. */
    ATIF("atif"),
    /** OpenTelemetry GenAI messages: {@code role} and {@code parts}. */
    OTEL_GENAI("otel-genai"),
    /** Our own: question, steps with thought and calls, answer. */
    REAGENT("reagent");

    private final String wireName;

    TrajectoryFormat(String wireName) {
        this.wireName = wireName;
    }

    /** The name used in requests and in the database. */
    public String wireName() {
        return wireName;
    }

    /** The format of that name, or null when there is none. */
    public static @Nullable TrajectoryFormat ofWireName(String name) {
        for (TrajectoryFormat format : values()) {
            if (format.wireName.equals(name)) {
                return format;
            }
        }
        return null;
    }
}
