package io.reagent.kit.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Sends U+0000 and halves of surrogate pairs wherever a service takes text; what it answers with a 5xx is a finding. */
public final class UnstorableText {
    /** Escapes halves of surrogate pairs, which would not survive UTF-8. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final List<String> TEXTS = List.of("\0", "a\0b", "\ud800", "\udc00 x");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String url;
    private final List<String> findings = new ArrayList<>();
    private int sent;

    public UnstorableText(String url) {
        this.url = url;
    }

    /** What was answered with a 5xx: the request and the answer. */
    public List<String> findings() {
        return List.copyOf(findings);
    }

    /** Requests made. */
    public int sent() {
        return sent;
    }

    /** Every path of the service's OpenAPI document with U+0000 for each of its parameters in turn. */
    public void walkPaths() {
        JsonNode paths = JSON.readTree(send("GET", "/v3/api-docs", null)).path("paths");
        paths.forEachEntry((path, operations) -> operations.forEachEntry((method, operation) -> {
            String plain = path.replaceAll("\\{[^}]*}", "x");
            if (path.contains("{")) {
                send(method.toUpperCase(java.util.Locale.ROOT), path.replaceAll("\\{[^}]*}", "%00"), "{}");
            }
            for (JsonNode parameter : operation.path("parameters")) {
                if (parameter.path("in").asString().equals("query")) {
                    send(
                            method.toUpperCase(java.util.Locale.ROOT),
                            plain + "?" + parameter.path("name").asString() + "=a%00",
                            "{}");
                }
            }
        }));
    }

    /** A body that is taken as it is, with such text for each of its strings and names of members in turn. */
    public void walkBody(String path, String body) {
        JsonNode whole = JSON.readTree(body);
        List<Consumer<String>> places = new ArrayList<>();
        places(whole, places);
        for (String text : TEXTS) {
            for (int i = 0; i < places.size(); i++) {
                JsonNode copy = JSON.readTree(body);
                List<Consumer<String>> own = new ArrayList<>();
                places(copy, own);
                own.get(i).accept(text);
                send("POST", path, JSON.writeValueAsString(copy));
            }
        }
    }

    private static void places(JsonNode node, List<Consumer<String>> places) {
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                if (object.get(name).isString()) {
                    places.add(text -> object.put(name, text));
                }
                places.add(text -> object.set(text, object.remove(name)));
                places(object.get(name), places);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int at = i;
                if (array.get(at).isString()) {
                    places.add(text -> array.set(at, text));
                }
                places(array.get(at), places);
            }
        }
    }

    private String send(String method, String path, String body) {
        sent++;
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", path.endsWith("/batch") ? "application/x-ndjson" : "application/json")
                .method(
                        method,
                        method.equals("GET") || body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            boolean inside = path.endsWith("/batch") && answer.body().contains("internal-error");
            if (answer.statusCode() >= 500 || inside) {
                findings.add(method + " " + path + " " + body + " -> " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            findings.add(method + " " + path + " " + body + " -> " + e);
            return "{}";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
