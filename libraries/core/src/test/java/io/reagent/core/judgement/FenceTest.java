package io.reagent.core.judgement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class FenceTest {

    @Test
    void itIsTheHeadOfAnHmac() {
        // RFC 4231, test case 2
        assertThat(Fence.of("Jefe".getBytes(UTF_8), "what do ya want for nothing?"))
                .isEqualTo(new Fence("5bdcc146"));
    }

    @Test
    void itChangesWithContentAndWithSecret() {
        Fence fence = Fence.of("k".getBytes(UTF_8), "a");

        assertThat(fence)
                .isNotEqualTo(Fence.of("k".getBytes(UTF_8), "b"))
                .isNotEqualTo(Fence.of("l".getBytes(UTF_8), "a"));
    }

    @Test
    void onlyEightDigitsAreAFence() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Fence("9F2C1A07"));
    }
}
