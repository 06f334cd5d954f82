package io.reagent.clients.chat;

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
            done |= data.size() == 1 && isEnd(value);
        }
        return List.of();
    }

    /** Whether the server said that this was all; it may keep the connection open behind that. */
    boolean done() {
        return done;
    }

    /** What no blank line ended. */
    List<String> end() {
        return event();
    }

    private List<String> event() {
        String event = String.join("\n", data).strip();
        data.clear();
        done |= isEnd(event);
        return event.isEmpty() || done ? List.of() : List.of(event);
    }

    private static boolean isEnd(String event) {
        return event.strip().equalsIgnoreCase(DONE);
    }

    /** Text without the byte order mark that some servers and editors begin it with. */
    static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
