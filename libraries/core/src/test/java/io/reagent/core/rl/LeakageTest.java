package io.reagent.core.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LeakageTest {
    private static final String CRITIQUE = "Step 3 misreads its result: compare what you note with the result.";
    private static final String KNOWN = "Which is larger? I note that the result is 7.";

    @Test
    void namingTheReviewOrTheAttemptIsALeak() {
        assertThat(Leakage.of(CRITIQUE, KNOWN, "Following the critique, I look again.")
                        .leaks())
                .isTrue();
        assertThat(Leakage.of(CRITIQUE, KNOWN, "As the reviewer says.").mentions())
                .isTrue();
        assertThat(Leakage.of(CRITIQUE, KNOWN, "In my previous attempt I was wrong.")
                        .mentions())
                .isTrue();
        assertThat(Leakage.of(CRITIQUE, KNOWN, "I look it up: 7.").leaks()).isFalse();
    }

    @Test
    void aQuestionAboutReviewersMayBeAnsweredWithTheirNames() {
        assertThat(Leakage.of(CRITIQUE, "Who were the reviewers of the paper?", "The reviewers were Ada and Bo.")
                        .mentions())
                .isFalse();
    }

    @Test
    void repeatedWordingIsCountedInRunsOfFourWords() {
        // 12 words: 9 runs; "compare what you note with" repeats 2 of them
        Leakage leakage = Leakage.of(CRITIQUE, KNOWN, "I compare what you note with it.");

        assertThat(leakage.mentions()).isFalse();
        assertThat(leakage.overlap()).isCloseTo(2.0 / 9, within(1e-12));
        assertThat(leakage.leaks()).isTrue();
    }

    @Test
    void whatStoodInTheAttemptMayBeRepeated() {
        Leakage leakage = Leakage.of("I note that the result is wrong", KNOWN, "I note that the result is 7.");

        // 4 runs, 3 of them known; "the result is wrong" is not repeated
        assertThat(leakage.overlap()).isZero();
        assertThat(Leakage.of("Sound.", KNOWN, "Sound.").overlap()).isZero();
    }
}
