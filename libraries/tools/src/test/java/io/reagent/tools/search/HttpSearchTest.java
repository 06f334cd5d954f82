package io.reagent.tools.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.tools.ToolResult;
import io.reagent.tools.Calls;
import io.reagent.tools.TestServer;
import io.reagent.tools.http.JsonService;
import io.reagent.tools.search.HttpSearch.Shape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSearchTest {
    private final List<String> asked = new ArrayList<>();
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer("127.0.0.1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void asksSerperByPostAndReadsItsOrganicResults() {
        answering(
                "/search",
                "{\"organic\": [{\"title\": \"A\", \"link\": \"http://a/\", \"snippet\": \"one\\n two\"}, {}]}");
        assertThat(search(Shape.SERPER, "{\"queries\": [\"x y\"], \"top_k\": 3}")
                        .text())
                .isEqualTo("http://a/ ( A ): one two");
        assertThat(asked).containsExactly("POST /search {\"q\":\"x y\",\"num\":3} key secret");
    }

    @Test
    void asksBraveByGetAndDropsItsMarkup() {
        answering("/res", """
                {"web": {"results": [
                  {"title": "A &amp; B", "url": "http://a/", "description": "the <strong>x</strong>"}]}}""");
        assertThat(search(Shape.BRAVE, "{\"queries\": [\"x & y\"]}").text()).isEqualTo("http://a/ ( A & B ): the x");
        assertThat(asked).containsExactly("GET /res/v1/web/search?q=x+%26+y&count=5  key secret");
    }

    @Test
    void asksSearxngForJsonAndTakesTheBest() {
        answering("/search", """
                {"results": [{"title": "A", "url": "http://a/", "content": "1"}, {"title": "B", "url": "http://b/"}]}""");
        assertThat(search(Shape.SEARXNG, "{\"queries\": [\"x\"], \"top_k\": 1}").text())
                .isEqualTo("http://a/ ( A ): 1");
        assertThat(asked).containsExactly("GET /search?q=x&format=json  key secret");
    }

    @Test
    void oneQueryThatFailsDoesNotTakeTheOthersWithIt() {
        server.on("/search", exchange -> {
            boolean bad = exchange.getRequestURI().getQuery().contains("q=bad");
            TestServer.answer(
                    exchange,
                    bad ? 429 : 200,
                    "application/json",
                    (bad ? "slow down" : "{\"results\": []}").getBytes(StandardCharsets.UTF_8));
        });
        ToolResult result = search(Shape.SEARXNG, "{\"queries\": [\"good\", \"bad\"]}");
        assertThat(result)
                .isEqualTo(ToolResult.of(
                        "Results for good\nNo results.\n\nResults for bad\nError: 127.0.0.1 answered 429: slow down"));
        assertThat(search(Shape.SEARXNG, "{\"queries\": [\"bad\"]}").failed()).isTrue();
    }

    @Test
    void whatIsNotJsonIsSaidSoWithoutTheKey() {
        server.on("/search", "text/html", "<html>");
        assertThat(search(Shape.SEARXNG, "{\"queries\": [\"x\"]}").text())
                .isEqualTo("Error: 127.0.0.1 did not answer with JSON")
                .doesNotContain("secret");
    }

    @Test
    void emptyQueriesAreRefusedByName() {
        assertThat(search(Shape.SEARXNG, "{\"queries\": []}").text())
                .isEqualTo("Error: malformed arguments, queries: must have at least 1 items but found 0");
    }

    private void answering(String path, String body) {
        server.on(path, exchange -> {
            String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + sent + " key "
                    + exchange.getRequestHeaders().getFirst("X-Key"));
            TestServer.answer(exchange, 200, "application/json", body.getBytes(StandardCharsets.UTF_8));
        });
    }

    private ToolResult search(Shape shape, String arguments) {
        JsonService service = new JsonService(server.uri("/"), Map.of("X-Key", "secret"));
        return Calls.call(new SearchTool(new HttpSearch(service, shape)), arguments);
    }
}
