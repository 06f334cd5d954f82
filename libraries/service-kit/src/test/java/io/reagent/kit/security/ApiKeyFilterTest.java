package io.reagent.kit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.kit.problem.ProblemException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

class ApiKeyFilterTest {
    private final ApiKeyFilter filter =
            new ApiKeyFilter(List.of("first", "second"), new KeylessRequests(request -> "yes"
                    .equals(request.getQueryParams().getFirst("signed"))));

    @ParameterizedTest
    @CsvSource({"Authorization,Bearer second", "authorization,bearer first", "X-API-Key,first"})
    void aKnownKeyPasses(String header, String value) {
        assertThat(passes(MockServerHttpRequest.get("/v1/judgements").header(header, value)))
                .isTrue();
    }

    @Test
    void aRequestWithItsOwnProofPasses() {
        assertThat(passes(MockServerHttpRequest.get("/v1/files/a?signed=yes"))).isTrue();
        assertThatThrownBy(() -> passes(MockServerHttpRequest.get("/v1/files/a?signed=no")))
                .isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @CsvSource({"Authorization,Bearer third", "Authorization,first", "X-API-Key,firs", "X-Other,first"})
    void anythingElseIsUnauthorized(String header, String value) {
        assertThatThrownBy(
                        () -> passes(MockServerHttpRequest.get("/v1/judgements").header(header, value)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status().value()).isEqualTo(401));
    }

    @Test
    void probesNeedNoKeyButNothingNamedLikeThemEscapes() {
        assertThat(passes(MockServerHttpRequest.get("/actuator/health/readiness")))
                .isTrue();
        assertThatThrownBy(() -> passes(MockServerHttpRequest.get("/actuator/healthy")))
                .isInstanceOf(ProblemException.class);
    }

    private boolean passes(MockServerHttpRequest.BaseBuilder<?> request) {
        AtomicBoolean reached = new AtomicBoolean();
        filter.filter(MockServerWebExchange.from(request), exchange -> Mono.fromRunnable(() -> reached.set(true)))
                .block();
        return reached.get();
    }
}
