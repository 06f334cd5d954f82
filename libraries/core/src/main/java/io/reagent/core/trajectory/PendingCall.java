package io.reagent.core.trajectory;

import org.jspecify.annotations.Nullable;

/** A tool call while its conversation is read: its result may still come. */
final class PendingCall {
    /** Number of the message that made the call. */
    final int message;

    final @Nullable String id;
    private final String name;
    private final String arguments;

    @Nullable String result;

    PendingCall(int message, @Nullable String id, String name, String arguments, @Nullable String result) {
        this.message = message;
        this.id = id;
        this.name = name;
        this.arguments = arguments;
        this.result = result;
    }

    boolean isAnswered() {
        return result != null;
    }

    ToolCall toCall() {
        return new ToolCall(name, arguments, result);
    }
}
