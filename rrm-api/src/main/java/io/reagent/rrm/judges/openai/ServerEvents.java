package io.reagent.rrm.judges.openai;

import java.util.ArrayList;
import java.util.List;

/**
 * The data of server-sent events, from lines. As lenient as clients of many servers have to be: a byte order mark before
 * the first line, comments, no space behind the colon, several lines of data, no blank line at the end. One per answer.
 */
final class ServerEvents {
    private static final String DONE = "[DONE]";

    private final List<String> data = new ArrayList<>();
    private boolean begun;
    private boolean done;

    /** The event that this line ends, or none. */
    List<String> take(String line) {
        String text = begun ? line : withoutMark(line);
        begun = true;
        if (text.isBlank()) {
            return event();
        }
        if (text.startsWith("data:")) {
            String value = text.substring("data:".length());
            data.add(value.startsWith(" ") ? value.substring(1) : value);
        }
        return List.of();
    }

    /** What no blank line ended. */
    List<String> end() {
        return event();
    }

    private List<String> event() {
        String event = String.join("\n", data).strip();
        data.clear();
        done |= event.equalsIgnoreCase(DONE);
        return event.isEmpty() || done ? List.of() : List.of(event);
    }

    /** Text without the byte order mark that some servers and editors begin it with. */
    static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
