package io.reagent.tools.search;

import io.reagent.core.tools.ToolContext;
import io.reagent.core.tools.ToolException;
import io.reagent.tools.http.JsonService;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Any search service that answers in JSON; where in it the results stand is configuration. */
public final class HttpSearch implements SearchProvider {
    /**
     * How a service is asked and how its answer reads.
     *
     * @param path appended to the service's base URL
     * @param post whether parameters go as a JSON body instead of a query string
     * @param queryParameter name of the parameter that holds the query
     * @param countParameter name of the one that holds the number of results, or null where there is none
     * @param fixed further parameters
     * @param results JSON Pointer to the array of results
     * @param url JSON Pointer within a result
     * @param title JSON Pointer within a result
     * @param snippet JSON Pointer within a result
     */
    public record Shape(
            String path,
            boolean post,
            String queryParameter,
            @Nullable String countParameter,
            Map<String, String> fixed,
            JsonPointer results,
            JsonPointer url,
            JsonPointer title,
            JsonPointer snippet) {
        public static final Shape SERPER =
                shape("/search", true, "q", "num", Map.of(), "/organic", "/link", "/title", "/snippet");
        public static final Shape BRAVE = shape(
                "/res/v1/web/search", false, "q", "count", Map.of(), "/web/results", "/url", "/title", "/description");
        public static final Shape SEARXNG =
                shape("/search", false, "q", null, Map.of("format", "json"), "/results", "/url", "/title", "/content");

        public Shape {
            fixed = Map.copyOf(fixed);
        }

        private static Shape shape(
                String path,
                boolean post,
                String query,
                @Nullable String count,
                Map<String, String> fixed,
                String results,
                String url,
                String title,
                String snippet) {
            return new Shape(
                    path,
                    post,
                    query,
                    count,
                    fixed,
                    JsonPointer.compile(results),
                    JsonPointer.compile(url),
                    JsonPointer.compile(title),
                    JsonPointer.compile(snippet));
        }
    }

    private final JsonService service;
    private final Shape shape;

    public HttpSearch(JsonService service, Shape shape) {
        this.service = service;
        this.shape = shape;
    }

    public static HttpSearch serper(String apiKey) {
        return new HttpSearch(
                new JsonService(URI.create("https://google.serper.dev"), Map.of("X-API-KEY", apiKey)), Shape.SERPER);
    }

    public static HttpSearch brave(String apiKey) {
        return new HttpSearch(
                new JsonService(URI.create("https://api.search.brave.com"), Map.of("X-Subscription-Token", apiKey)),
                Shape.BRAVE);
    }

    /** @param base of a SearXNG instance whose settings allow the JSON format */
    public static HttpSearch searxng(URI base) {
        return new HttpSearch(new JsonService(base, Map.of()), Shape.SEARXNG);
    }

    @Override
    public CompletionStage<List<SearchHit>> search(String query, int topK, ToolContext context) {
        CompletionStage<JsonNode> answer = shape.post()
                ? service.post(shape.path(), body(query, topK), context)
                : service.get(shape.path() + "?" + queryString(query, topK), context);
        return answer.thenApply(this::read);
    }

    private JsonNode body(String query, int topK) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        shape.fixed().forEach(body::put);
        body.put(shape.queryParameter(), query);
        if (shape.countParameter() != null) {
            body.put(shape.countParameter(), topK);
        }
        return body;
    }

    private String queryString(String query, int topK) {
        StringBuilder text =
                new StringBuilder(shape.queryParameter()).append('=').append(encoded(query));
        if (shape.countParameter() != null) {
            text.append('&').append(shape.countParameter()).append('=').append(topK);
        }
        shape.fixed()
                .forEach((name, value) ->
                        text.append('&').append(name).append('=').append(encoded(value)));
        return text.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private List<SearchHit> read(JsonNode answer) {
        JsonNode results = answer.at(shape.results());
        if (results.isMissingNode() && answer.isObject()) {
            return List.of();
        }
        if (!results.isArray()) {
            throw new ToolException("the search service's answer has no array at " + shape.results());
        }
        List<SearchHit> hits = new ArrayList<>();
        for (JsonNode result : results) {
            String url = result.at(shape.url()).asString("");
            if (!url.isEmpty()) {
                hits.add(new SearchHit(url, plain(result.at(shape.title())), plain(result.at(shape.snippet()))));
            }
        }
        return hits;
    }

    /** Services mark the query's words with tags and send entities. */
    private static String plain(JsonNode text) {
        return Jsoup.parseBodyFragment(text.asString("")).text();
    }
}
