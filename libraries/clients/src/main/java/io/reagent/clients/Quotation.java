package io.reagent.clients;

import io.reagent.core.trajectory.StorableText;
import java.io.IOException;
import java.util.Objects;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What errors repeat of a server's words: one line, not too long. */
public final class Quotation {
    private static final int LONGEST = 500;

    private Quotation() {}

    /** The text in one line. */
    public static String line(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : StorableText.head(line, LONGEST) + "…";
    }

    /** What the first of these fields of a JSON body says, else the body as it is; in one line. */
    public static String detail(String body, String... fields) {
        try {
            JsonNode json = JsonMapper.shared().readTree(body);
            for (String field : fields) {
                if (json.path(field).isString()) {
                    return line(json.path(field).stringValue());
                }
            }
        } catch (JacksonException notJson) {
            // it stays as it is
        }
        return line(body);
    }

    /**
     * Why a request has no answer, behind a colon, or nothing where that may not be told.
     *
     * @param quoted whether the server's words may be repeated; those of one that a caller named by its URL are not
     */
    public static String cause(Throwable error, boolean quoted) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        // what is no HTTP or no TLS is quoted in the error of whoever tries to read it
        return quoted || cause instanceof IOException && !(cause instanceof SSLException)
                ? ": "
                        + Objects.requireNonNullElse(
                                cause.getMessage(), cause.getClass().getSimpleName())
                : "";
    }
}
