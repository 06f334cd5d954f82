package io.reagent.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;

class BackoffTest {
    private final Backoff backoff = new Backoff(2, Duration.ofMillis(100), Duration.ofSeconds(20));

    @Test
    void waitsLongerEachTimeUpToTheLongest() {
        assertThat(backoff.before(0, null)).isBetween(Duration.ofMillis(50), Duration.ofMillis(150));
        assertThat(backoff.before(3, null)).isBetween(Duration.ofMillis(400), Duration.ofMillis(1200));
        assertThat(backoff.before(40, null)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void waitsAsLongAsABusyServerAsksWithinReason() {
        assertThat(backoff.before(0, Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
        assertThat(backoff.before(0, Duration.ofMinutes(4))).isEqualTo(Duration.ofSeconds(30));
        assertThat(backoff.before(40, Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void givesUpAfterTheRetriesWithTheLastErrorAndAtOnceWhereNoneIsWorthwhile() {
        Backoff quick = new Backoff(2, Duration.ofMillis(1), Duration.ofMillis(2));
        AtomicInteger tries = new AtomicInteger();
        Mono<Integer> failing =
                Mono.defer(() -> Mono.error(new IllegalStateException("try " + tries.incrementAndGet())));

        assertThatThrownBy(() -> failing.retryWhen(quick.when(error -> true, error -> null))
                        .block())
                .hasMessage("try 3");
        assertThatThrownBy(() -> failing.retryWhen(quick.when(error -> false, error -> null))
                        .block())
                .hasMessage("try 4");
    }

    @Test
    void whatAServerAsksForIsReadFromItsHeaders() {
        HttpHeaders headers = new HttpHeaders();
        assertThat(RetryAfter.of(headers)).isNull();
        headers.set("Retry-After", " 7 ");
        assertThat(RetryAfter.of(headers)).isEqualTo(Duration.ofSeconds(7));
        headers.set("Retry-After", "999999999");
        assertThat(RetryAfter.of(headers)).isEqualTo(RetryAfter.LATEST);
        headers.set("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT");
        assertThat(RetryAfter.of(headers)).isNull();
    }
}
