package io.reagent.core.tools;

/**
 * What a call gave.
 *
 * @param text what the model reads
 * @param failed whether the call did not do what was asked
 */
public record ToolResult(String text, boolean failed) {
    public static ToolResult of(String text) {
        return new ToolResult(text, false);
    }

    /** A failure; the model reads {@code Error: } and the message. */
    public static ToolResult error(String message) {
        return new ToolResult("Error: " + message, true);
    }
}
