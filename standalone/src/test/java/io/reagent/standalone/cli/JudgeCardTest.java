package io.reagent.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JudgeCardTest {
    private static String section(String figures) {
        return JudgeCard.section(
                "./reagent evaluate judge tiny world",
                Duration.ofSeconds(75),
                "2 cores of this",
                "## tiny\n\n" + figures);
    }

    @Test
    void writingAgainReplacesWhatWasWrittenAndNothingElse() throws IOException {
        String first = JudgeCard.in("# tiny\n", section("one"));

        String second = JudgeCard.in(first + "\n## Licence\n", section("two"));

        assertThat(first).contains("wrote this part: 1 min 15 s on 2 cores of this.\n\none\n");
        assertThat(second)
                .isEqualTo(first.replace("one\n", "two\n") + "## Licence\n")
                .doesNotContain("## tiny");
        assertThat(JudgeCard.in(second, section("two"))).isEqualTo(second);
    }

    @Test
    void aMarkThatLostItsOtherIsNotGuessedAt() throws IOException {
        String torn = JudgeCard.in("# tiny\n", section("one")).replace("<!-- to here -->", "");

        assertThatThrownBy(() -> JudgeCard.in(torn, section("two"))).hasMessageContaining("without the other");
    }
}
