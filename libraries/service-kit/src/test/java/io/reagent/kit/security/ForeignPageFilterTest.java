package io.reagent.kit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.kit.problem.ProblemException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest.BaseBuilder;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

class ForeignPageFilterTest {
    private final ForeignPageFilter filter =
            new ForeignPageFilter(List.of("judge.lab.example"), List.of("https://lab.example"));

    private boolean passes(BaseBuilder<?> request) {
        AtomicBoolean passed = new AtomicBoolean();
        filter.filter(MockServerWebExchange.from(request), exchange -> Mono.fromRunnable(() -> passed.set(true)))
                .block();
        return passed.get();
    }

    private void isRefused(BaseBuilder<?> request, String slug) {
        assertThatThrownBy(() -> passes(request)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().status().value()).isEqualTo(403);
            assertThat(refused.problem().slug()).isEqualTo(slug);
            assertThat(refused.problem().remedy()).contains("reagent.security.api-keys");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8081",
                "LOCALHOST",
                "console.localhost:8083",
                "127.0.0.1:8081",
                "[::1]:8081",
                "10.2.3.4",
                "judge.lab.example:8081"
            })
    void itsOwnNamesAreAnswered(String host) {
        assertThat(passes(MockServerHttpRequest.post("/v1/judgements").header("Host", host)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "evil.example:8081", "127.0.0.1.evil.example"})
    void aNameThatIsNotItsOwnIsRefusedForReadingToo(String host) {
        isRefused(MockServerHttpRequest.get("/v1/judgements").header("Host", host), "unknown-host");
        assertThat(passes(
                        MockServerHttpRequest.get("/actuator/health/readiness").header("Host", host)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://evil.example", "null", "http://localhost:3000", "https://localhost:8083/x y", "file://"})
    void aPageOfAnotherOriginChangesNothing(String origin) {
        isRefused(
                MockServerHttpRequest.post("/v1/training-runs/1/cancel")
                        .header("Host", "localhost:8083")
                        .header("Origin", origin),
                "foreign-page");
        isRefused(
                MockServerHttpRequest.delete("/api/v1/x")
                        .header("Host", "localhost:8083")
                        .header("Origin", origin),
                "foreign-page");
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:8083", "http://LOCALHOST:8083", "https://lab.example"})
    void itsOwnPagesAndThoseNamedMay(String origin) {
        assertThat(passes(MockServerHttpRequest.post("/v1/training-runs")
                        .header("Host", "localhost:8083")
                        .header("Origin", origin)))
                .isTrue();
    }

    @Test
    void aBrowserThatHidesTheOriginIsBelievedAboutTheSite() {
        isRefused(
                MockServerHttpRequest.post("/v1/training-runs/1/cancel")
                        .header("Host", "localhost:8083")
                        .header("Sec-Fetch-Site", "cross-site"),
                "foreign-page");
        assertThat(passes(MockServerHttpRequest.post("/v1/training-runs/1/cancel")
                        .header("Host", "localhost:8083")
                        .header("Sec-Fetch-Site", "same-origin")))
                .isTrue();
    }

    @Test
    void readingIsLeftToTheBrowsersOwnRules() {
        assertThat(passes(MockServerHttpRequest.get("/v1/judgements")
                        .header("Host", "localhost:8081")
                        .header("Origin", "http://evil.example")))
                .isTrue();
    }
}
