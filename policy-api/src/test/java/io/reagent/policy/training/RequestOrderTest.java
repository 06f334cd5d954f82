package io.reagent.policy.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.policy.training.RequestOrder.Decision;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestOrderTest {
    private final RequestOrder<String> order = new RequestOrder<>(RequestOrderTest::id);

    private static UUID id(String request) {
        return UUID.nameUUIDFromBytes(request.getBytes(UTF_8));
    }

    private Decision<String> offer(long seqId, String payload) {
        return order.offer(seqId, payload, () -> "request " + seqId);
    }

    @Test
    void requestsGoOnInTheOrderOfTheirNumbersWhateverTheirArrival() {
        offer(3, "c");
        offer(2, "b");
        assertThat(order.ready()).isEmpty();
        assertThat(order.missing()).isEqualTo(1);
        assertThat(order.waiting()).containsExactly("request 2", "request 3");
        offer(1, "a");
        assertThat(order.ready()).containsExactly("request 1", "request 2", "request 3");
        assertThat(order.missing()).isNull();
    }

    @Test
    void aRepeatedRequestIsTheFirstOneAlsoWhileItWaits() {
        offer(2, "b");
        assertThat(offer(2, "b")).isEqualTo(new Decision.Repeated<>(id("request 2")));
        offer(1, "a");
        order.ready();
        assertThat(offer(1, "a")).isEqualTo(new Decision.Repeated<>(id("request 1")));
        assertThat(order.ready()).isEmpty();
    }

    @Test
    void anotherPayloadUnderANumberIsRefused() {
        offer(1, "a");
        order.ready();
        assertThat(offer(1, "other"))
                .isEqualTo(new Decision.Refused<>("seq_id 1 was used before, with another payload; the next one is 2"));
    }

    @Test
    void afterGivingUpItGoesOnBehindWhatWaitedAndTheMissingOneComesTooLate() {
        offer(1, "a");
        order.ready();
        offer(3, "c");
        offer(4, "d");
        assertThat(order.giveUp()).containsExactly("request 3", "request 4");
        assertThat(offer(2, "b")).isEqualTo(new Decision.Refused<>("seq_id 2 comes too late; the next one is 5"));
        offer(5, "e");
        assertThat(order.ready()).containsExactly("request 5");
    }

    @Test
    void remembersTheLatestRequestsOnly() {
        for (long seqId = 1; seqId <= RequestOrder.REMEMBERED + 1; seqId++) {
            offer(seqId, "x");
            order.ready();
        }
        assertThat(offer(1, "x")).isInstanceOf(Decision.Refused.class);
        assertThat(offer(2, "x")).isInstanceOf(Decision.Repeated.class);
    }
}
