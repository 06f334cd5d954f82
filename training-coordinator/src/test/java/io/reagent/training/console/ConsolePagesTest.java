package io.reagent.training.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.training.TrainingFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

/** The console's files as a browser fetches them. */
class ConsolePagesTest extends TrainingFixture {
    private static final String KEY = "a-key-of-this-test";
    /** What a page or a module names: {@code href="…"}, {@code src="…"}, {@code from '…'}. */
    private static final Pattern NAMED = Pattern.compile("(?:href=\"|src=\"|from ')([^\"'#]+\\.(?:js|css|svg))[\"']");

    private static final Pattern MARKUP = Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|srcdoc|DOMParser|setHTMLUnsafe|eval\\(|new Function");

    @Test
    void homeLeadsToTheConsole() {
        startReplica();

        client.get()
                .uri("/")
                .exchange()
                .expectStatus()
                .isTemporaryRedirect()
                .expectHeader()
                .location("/console/");
        EntityExchangeResult<byte[]> page = file("/console/");

        assertThat(page.getResponseHeaders().getContentType())
                .isEqualTo(MediaType.parseMediaType("text/html;charset=UTF-8"));
        assertThat(text(page)).contains("<main id=\"view\"");
    }

    @Test
    void everyFileThatPageAndModulesNameIsServedUnderTheSamePolicy() {
        startReplica();

        Map<String, EntityExchangeResult<byte[]>> files = crawl();

        assertThat(files.keySet())
                .contains(
                        "/console/main.js",
                        "/console/pages/rollout.js",
                        "/console/pages/compare.js",
                        "/console/pages/measured.js",
                        "/console/pages/judge-evaluation.js",
                        "/console/evaluations.css",
                        "/console/pages.css",
                        "/console/uplot/uPlot.esm.js",
                        "/console/uplot/uPlot.min.css");
        files.forEach((path, file) -> {
            HttpHeaders headers = file.getResponseHeaders();
            assertThat(headers.getFirst("Content-Security-Policy"))
                    .as(path)
                    .isEqualTo(ConsoleHeaders.POLICY)
                    .doesNotContain("unsafe");
            assertThat(headers.getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(String.valueOf(headers.getContentType())).as(path).startsWith(type(path));
        });
    }

    @Test
    void noFileOfTheConsoleNamesAnotherHostOrMakesMarkupOfText() {
        startReplica();

        crawl().forEach((path, file) -> {
            String text = text(file).replace("http://www.w3.org/2000/svg", "");
            assertThat(MARKUP.matcher(text).find()).as(path).isFalse();
            if (!path.contains("/uplot/")) {
                assertThat(text).as(path).doesNotContain("http://").doesNotContain("https://");
            }
        });
    }

    @Test
    void aFileIsSentAgainOnlyWhenItHasChanged() {
        startReplica();
        String tag =
                String.valueOf(file("/console/main.js").getResponseHeaders().getETag());

        client.get()
                .uri("/console/main.js")
                .header(HttpHeaders.IF_NONE_MATCH, tag)
                .exchange()
                .expectStatus()
                .isNotModified();
        client.get().uri("/console/nothing.js").exchange().expectStatus().isNotFound();
        client.get()
                .uri("/console/../application.yml")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void aConnectionServesFilesAndDataByTurns() throws Exception {
        String root = "http://localhost:" + startReplica().getEnvironment().getProperty("local.server.port");
        HttpClient browser =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

        for (int i = 0; i < 150; i++) {
            for (String path : List.of("/v1/training-runs", "/console/main.js", "/console/pages.css")) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(root + path))
                        .timeout(Duration.ofSeconds(10))
                        .build();
                assertThat(browser.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void filesNeedNoKeyButWhatTheyShowDoes() {
        startReplicaWith("--reagent.security.api-keys=" + KEY);

        assertThat(crawl()).hasSizeGreaterThan(20);
        for (String closed : new String[] {
            "/v1/training-runs", "/v1/training-defaults", "/v3/api-docs", "/webjars/swagger-ui/index.html"
        }) {
            client.get().uri(closed).exchange().expectStatus().isUnauthorized();
        }
        client.post().uri("/console/").exchange().expectStatus().isUnauthorized();
        client.get()
                .uri("/v1/training-runs")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + KEY)
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void everyOptionAndEveryKindIsExplained() {
        startReplica();
        String explained = text(file("/console/options.js"));

        get("/v1/training-defaults").path("kinds").properties().forEach(kind -> {
            assertThat(explained).contains("'" + kind.getKey() + "':");
            kind.getValue().propertyNames().forEach(option -> assertThat(explained)
                    .contains(" " + option + ": "));
        });
    }

    private Map<String, EntityExchangeResult<byte[]>> crawl() {
        Map<String, EntityExchangeResult<byte[]>> found = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>();
        open.add("/console/");
        while (!open.isEmpty()) {
            String path = open.remove();
            if (!found.containsKey(path)) {
                EntityExchangeResult<byte[]> file = file(path);
                found.put(path, file);
                Matcher named = NAMED.matcher(path.contains("/uplot/") ? "" : text(file));
                while (named.find()) {
                    open.add(URI.create(path).resolve(named.group(1)).toString());
                }
            }
        }
        return found;
    }

    private EntityExchangeResult<byte[]> file(String path) {
        return client.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult();
    }

    private static String text(EntityExchangeResult<byte[]> file) {
        return new String(file.getResponseBodyContent(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String type(String path) {
        return path.endsWith(".js")
                ? "text/javascript"
                : path.endsWith(".css") ? "text/css" : path.endsWith(".svg") ? "image/svg+xml" : "text/html";
    }
}
