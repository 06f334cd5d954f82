package io.reagent.tools.browse;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.tools.ToolLimits;
import io.reagent.core.tools.ToolResult;
import io.reagent.tools.Calls;
import io.reagent.tools.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 127.0.0.1 plays the public web here, 127.0.0.2 the inside of a network. */
class BrowseTest {
    private static final WebLimits LIMITS = new WebLimits(50_000, Duration.ofMillis(1_000), 3);

    private TestServer web;
    private TestServer inside;
    private WebFetcher fetcher;

    @BeforeEach
    void start() throws Exception {
        web = new TestServer("127.0.0.1");
        inside = new TestServer("127.0.0.2").on("/", "text/plain", "secret");
        fetcher = new WebFetcher(outside(), LIMITS);
    }

    @AfterEach
    void stop() throws Exception {
        fetcher.close();
        web.close();
        inside.close();
    }

    private static AddressGuard outside() throws UnknownHostException {
        return AddressGuard.allowing(Set.of(InetAddress.getByName("127.0.0.1")));
    }

    @Test
    void returnsThePassagesTheQueryIsAboutAndTheLinksThatFit() {
        StringBuilder filler = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            filler.append("<p>Paragraph ").append(i).append(" talks of nothing much at all.</p>");
        }
        web.on("/page", "text/html; charset=utf-8", """
                <html><head><title>Bridges</title><script>var x = 'treaty'</script></head><body>
                <p>Intro.</p>%s
                <h2>Length</h2><p>The bridge is <b>1,280</b> metres long — it is steel.</p>
                <table><tr><th>Year</th><th>Built</th></tr><tr><td>1937</td><td>finished</td></tr></table>
                %s <p hidden>bridge metres long long long</p>
                <a href="/more">Bridge history</a> <a href="javascript:x()">bridge</a></body></html>""".formatted(filler, filler));
        assertThat(browse(web.uri("/page").toString(), "how many metres long is the bridge"))
                .startsWith("# Bridges\n\n")
                .contains("Length\nThe bridge is 1,280 metres long — it is steel.\n")
                .contains("- Bridge history: " + web.uri("/more"))
                .doesNotContain("long long", "treaty", "javascript")
                .hasSizeLessThan(4_000);
        assertThat(browse(web.uri("/page").toString(), "1937")).contains("1937 | finished");
        assertThat(browse(web.uri("/page").toString(), "zebra"))
                .contains("(Nothing on the page matches the query; this is its beginning.)\n\nIntro.\nParagraph 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2:%d/",
                "http://localhost.:%d/",
                "http://[::1]:%d/",
                "http://[::ffff:127.0.0.2]:%d/",
                "http://2130706434:%d/",
                "http://0.0.0.0:%d/",
                "http://169.254.169.254/latest/meta-data",
                "http://10.0.0.1/"
            })
    void anInsideAddressIsRefusedHoweverItIsWritten(String url) throws Exception {
        try (WebFetcher strict = new WebFetcher(AddressGuard.PUBLIC_ONLY, LIMITS)) {
            String result = browse(strict, url.formatted(inside.port()), "x");
            assertThat(result).startsWith("Error: ").doesNotContain("secret");
        }
    }

    @Test
    void aRedirectInsideIsRefused() {
        web.redirects("/hop", inside.uri("/").toString());
        web.redirects("/twice", web.uri("/hop").toString());
        web.redirects("/file", "file:///etc/passwd");
        assertThat(browse(web.uri("/hop").toString(), "x"))
                .isEqualTo("Error: 127.0.0.2 is not a public address; only public pages can be read");
        assertThat(browse(web.uri("/twice").toString(), "x")).contains("not a public address");
        assertThat(browse(web.uri("/file").toString(), "x"))
                .isEqualTo("Error: url: file:///etc/passwd is neither http nor https");
    }

    @Test
    void aRedirectOutsideIsFollowedButNotForEver() {
        web.on("/end", "text/plain", "the end");
        web.redirects("/start", "/end").redirects("/loop", "/loop");
        assertThat(browse(web.uri("/start").toString(), "")).endsWith("the end");
        assertThat(browse(web.uri("/loop").toString(), "")).isEqualTo("Error: 127.0.0.1 redirects more than 3 times");
    }

    @Test
    void aNameThatChangesItsAddressIsCheckedAtEveryConnection() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        DnsResolver rebinding = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                String address = asked.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2";
                return new InetAddress[] {InetAddress.getByName(address)};
            }

            @Override
            public String resolveCanonicalHostname(String host) throws UnknownHostException {
                return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
            }
        };
        web.on("/first", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://changing.test:" + inside.port() + "/");
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        try (WebFetcher tricked = new WebFetcher(outside(), LIMITS, rebinding)) {
            assertThat(browse(tricked, "http://changing.test:" + web.port() + "/first", "x"))
                    .isEqualTo("Error: changing.test is not a public address; only public pages can be read");
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void aNameWithOneInsideAddressIsRefusedWhole() throws Exception {
        DnsResolver mixed = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return new InetAddress[] {InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.2")};
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
        try (WebFetcher tricked = new WebFetcher(outside(), LIMITS, mixed)) {
            assertThat(browse(tricked, "http://mixed.test:" + web.port() + "/", "x"))
                    .contains("not a public address");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/passwd", "ftp://example.org/", "http://user:pass@example.org/", "http:///x", "a b"})
    void otherUrlsAreRefusedByField(String url) {
        assertThat(browse(url, "x")).startsWith("Error: url: ");
    }

    @Test
    void aHugePageIsReadToItsLimitAlsoWhenCompressed() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("word ".repeat(2_000_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        web.on("/bomb", exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            TestServer.answer(exchange, 200, "text/plain", packed.toByteArray());
        });
        var fetched = fetcher.fetch(web.uri("/bomb"), Calls.context())
                .toCompletableFuture()
                .join();
        assertThat(fetched.body()).hasSize(50_000);
        assertThat(fetched.cut()).isTrue();
    }

    @Test
    void aServerThatSaysNothingOrDripsIsLeft() {
        web.on("/silent", exchange -> sleep(60_000));
        web.on("/drip", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 600; i++) {
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                sleep(100);
            }
        });
        assertThat(browse(web.uri("/silent").toString(), "x")).isEqualTo("Error: 127.0.0.1 does not answer within 1 s");
        ToolLimits brief = new ToolLimits(Duration.ofSeconds(3), 4_000);
        ToolResult dripped = Calls.call(
                new BrowseTool(List.of(new WebPages(fetcher))),
                "{\"url\": \"" + web.uri("/drip") + "\", \"query\": \"x\"}",
                brief);
        assertThat(dripped.text()).isEqualTo("Error: timed out after 3 s; try a smaller step");
    }

    @Test
    void whatHasNoTextIsSaidSo() {
        web.on("/image", "image/png", "x")
                .on("/gone", exchange -> TestServer.answer(exchange, 404, "text/plain", new byte[0]));
        assertThat(browse(web.uri("/image").toString(), "x"))
                .isEqualTo("Error: the page is image/png, which has no text to read");
        assertThat(browse(web.uri("/gone").toString(), "x")).isEqualTo("Error: 127.0.0.1 answered 404 for this page");
        assertThat(browse("http://no-such-host.invalid/", "x"))
                .isEqualTo("Error: there is no host no-such-host.invalid");
    }

    private String browse(String url, String query) {
        return browse(fetcher, url, query);
    }

    private static String browse(WebFetcher with, String url, String query) {
        return Calls.call(
                        new BrowseTool(List.of(new WebPages(with))),
                        "{\"url\": \"" + url + "\", \"query\": \"" + query + "\"}")
                .text();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
