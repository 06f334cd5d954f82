package io.reagent.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class UnlikeTextTest {
    @Test
    void everyCaseIsReadable() throws IOException {
        assertThat(UnlikeText.trajectories()).hasSize(6);
        assertThat(UnlikeText.trajectories().get("weather, misread").steps()).hasSize(2);
        assertThat(UnlikeText.trajectories().get("no tools at all").steps()).isEmpty();
    }
}
