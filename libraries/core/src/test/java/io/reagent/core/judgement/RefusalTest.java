package io.reagent.core.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
    @ParameterizedTest
    @CsvSource({
        "400, unreadable-trajectory, REFUSED",
        "400, invalid-field, REFUSED",
        "413, content-too-large, TRUNCATED",
        "422, trajectory-too-long, TRUNCATED",
        "422, something-new, REFUSED"
    })
    void aRefusedTrajectoryHasAFailedJudgement(int status, String slug, Outcome outcome) {
        assertThat(Refusal.of(status, Refusal.TYPE + slug)).isEqualTo(new Refusal.Unjudged(outcome));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 408, 425, 429, 500, 502, 503, 504})
    void whatMayPassIsAskedAgain(int status) {
        assertThat(Refusal.of(status, null)).isEqualTo(new Refusal.Passing());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403})
    void noTrajectoryIsJudgedByTheWrongServiceOrForTheWrongCaller(int status) {
        assertThat(Refusal.of(status, null)).isEqualTo(new Refusal.Misdirected());
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405})
    void aRouteThatRrmApiItselfDoesNotHaveIsNotWaitedFor(int status) {
        assertThat(Refusal.of(status, Refusal.TYPE + "not-found")).isEqualTo(new Refusal.Misdirected());
    }

    @Test
    void aJudgeThatSomebodyHasToCorrectJudgesNothing() {
        assertThat(Refusal.of(503, Refusal.TYPE + "judge-misconfigured")).isEqualTo(new Refusal.Misdirected());
        assertThat(Refusal.of(503, Refusal.TYPE + "judge-unavailable")).isEqualTo(new Refusal.Passing());
    }

    @Test
    void anUnknownJudgeJudgesNothingWhateverTheStatus() {
        assertThat(Refusal.of(422, Refusal.TYPE + "unknown-judge")).isEqualTo(new Refusal.Misdirected());
    }
}
