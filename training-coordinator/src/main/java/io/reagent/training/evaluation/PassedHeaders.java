package io.reagent.training.evaluation;

import java.util.List;
import org.springframework.http.HttpHeaders;

/**
 * The headers that pass, each way. All others stay behind: keys and cookies of the caller, and what concerns one connection
 * alone.
 */
final class PassedHeaders {
    private static final List<String> ASKED = List.of(
            HttpHeaders.ACCEPT,
            HttpHeaders.ACCEPT_LANGUAGE,
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.IF_NONE_MATCH,
            "Last-Event-ID");
    private static final List<String> ANSWERED = List.of(
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.CONTENT_DISPOSITION,
            HttpHeaders.CONTENT_LENGTH,
            HttpHeaders.CACHE_CONTROL,
            HttpHeaders.ETAG,
            HttpHeaders.ALLOW,
            HttpHeaders.RETRY_AFTER);

    /** What a browser shows of an answer by itself is no page of this origin: it runs nothing and fetches nothing. */
    private static final String SHOWN =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

    private PassedHeaders() {}

    /** Of a request. */
    static void ask(HttpHeaders from, HttpHeaders to) {
        copy(ASKED, from, to);
    }

    /** Of an answer. */
    static void answer(HttpHeaders from, HttpHeaders to) {
        copy(ANSWERED, from, to);
        String location = from.getFirst(HttpHeaders.LOCATION);
        if (location != null) {
            to.set(HttpHeaders.LOCATION, EvaluationPaths.here(location));
        }
        to.set("Content-Security-Policy", SHOWN);
        to.set("X-Content-Type-Options", "nosniff");
    }

    private static void copy(List<String> names, HttpHeaders from, HttpHeaders to) {
        for (String name : names) {
            List<String> values = from.get(name);
            if (values != null) {
                to.put(name, values);
            }
        }
    }
}
