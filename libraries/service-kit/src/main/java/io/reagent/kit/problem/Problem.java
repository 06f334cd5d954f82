package io.reagent.kit.problem;

import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What went wrong and what to do about it, as RFC 9457 puts it on the wire.
 *
 * @param status the HTTP status
 * @param slug names the kind of problem for good; the wire's {@code type} is {@code urn:reagent:problem:<slug>}
 * @param detail this occurrence, in one sentence
 * @param field the request's field at fault, as a path such as {@code trajectory.steps[2].tool_calls}
 * @param remedy what the caller can do
 * @param retryAfter when trying again may help; sent as {@code Retry-After}, in seconds
 * @param errorId finds the logged cause of an internal error
 */
public record Problem(
        HttpStatus status,
        String slug,
        String detail,
        @Nullable String field,
        @Nullable String remedy,
        @Nullable Duration retryAfter,
        @Nullable String errorId) {

    private static final String TYPE_PREFIX = "urn:reagent:problem:";

    public Problem {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(detail, "detail");
        if (!slug.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("a slug is lower-case words joined by dashes, not '" + slug + "'");
        }
    }

    /** A problem with neither field nor remedy yet. */
    public static Problem of(HttpStatus status, String slug, String detail) {
        return new Problem(status, slug, detail, null, null, null, null);
    }

    /**
     * A failure on our side, with an id under which the caller must log its cause. The id need not be secret, and a
     * source of secrets may block.
     */
    public static Problem internal() {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        return of(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error", "Something failed on our side")
                .errorId(id)
                .remedy("Look for " + id + " in the service's log.");
    }

    /** The same, blaming a field of the request. */
    public Problem field(@Nullable String path) {
        return new Problem(status, slug, detail, path, remedy, retryAfter, errorId);
    }

    /** The same, saying what the caller can do. */
    public Problem remedy(@Nullable String advice) {
        return new Problem(status, slug, detail, field, advice, retryAfter, errorId);
    }

    /** The same, saying when to try again. */
    public Problem retryAfter(Duration wait) {
        return new Problem(status, slug, detail, field, remedy, wait, errorId);
    }

    /** The same, findable in the log. */
    public Problem errorId(String id) {
        return new Problem(status, slug, detail, field, remedy, retryAfter, id);
    }

    /** The stable identifier clients may switch on. */
    public String type() {
        return TYPE_PREFIX + slug;
    }

    /** The slug in words: the same for every occurrence. */
    public String title() {
        String words = slug.replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** Something to throw. */
    public ProblemException asException() {
        return new ProblemException(this);
    }

    /** The JSON object of RFC 9457, for a response body or a line of NDJSON. */
    public Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", type());
        body.put("title", title());
        body.put("status", status.value());
        body.put("detail", detail);
        putIfPresent(body, "field", field);
        putIfPresent(body, "remedy", remedy);
        putIfPresent(body, "error_id", errorId);
        return body;
    }

    private static void putIfPresent(Map<String, Object> body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }
}
