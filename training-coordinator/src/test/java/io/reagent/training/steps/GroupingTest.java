package io.reagent.training.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reagent.core.judgement.Outcome;
import io.reagent.core.rl.Advantages.Rejection;
import io.reagent.core.rl.Leakage;
import io.reagent.core.rl.Reward;
import io.reagent.training.algorithms.AlgorithmOptions;
import io.reagent.training.algorithms.Grpo;
import io.reagent.training.algorithms.Mask;
import io.reagent.training.algorithms.ReagentR;
import io.reagent.training.algorithms.ReagentU;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupingTest {
    private static final AlgorithmOptions RELEASED = AlgorithmOptions.RELEASED;

    @Test
    void bothStagesOfATaskAreOneGroup() {
        List<Group> groups = Grouping.of(
                List.of(Made.task("a"), Made.task("b")),
                List.of(
                        Made.first(0, 0, false, Made.scored(0)),
                        Made.first(0, 1, true, Made.scored(0.5)),
                        Made.refined(0, 0, true, Made.scored(1), Leakage.NONE),
                        Made.refined(0, 1, true, Made.scored(0.5), Leakage.NONE),
                        Made.first(1, 0, true, Made.scored(1)),
                        Made.first(1, 1, true, Made.scored(1))),
                new ReagentU(RELEASED));

        // 0, 1.15, 1.3, 1.15 about 0.9, deviation 0.604152
        assertThat(groups).extracting(Group::index).containsExactly(0, 1);
        assertThat(groups.get(0).members())
                .extracting(Group.Member::reward)
                .extracting(Reward::total)
                .containsExactly(0.0, 1.15, 1.3, 1.15);
        assertThat(groups.get(0).members().get(0).advantage()).isCloseTo(-1.489691, within(1e-6));
        assertThat(groups.get(0).kept()).isTrue();
        // both right, both scored 1
        assertThat(groups.get(1).advantages().rejection()).isEqualTo(Rejection.IDENTICAL);
        assertThat(groups.get(1).members()).extracting(Group.Member::advantage).containsOnlyNulls();
        assertThat(groups.get(1).kept()).isFalse();
    }

    @Test
    void aMaskedRolloutStaysInItsGroupWithTheReason() {
        Group group = Grouping.of(
                        List.of(Made.task("a")),
                        List.of(
                                Made.first(0, 0, true, Made.scored(1)),
                                Made.first(0, 1, true, Made.failed(Outcome.TIMEOUT)),
                                Made.tooLong(0, 2),
                                Made.first(0, 3, false, Made.scored(0))),
                        new ReagentR(RELEASED))
                .getFirst();

        // of 1.3 and 0: deviation sqrt(2 * 0.4225) = 0.919239, advantages 0.65 / 0.919239
        assertThat(group.members())
                .extracting(Group.Member::mask)
                .containsExactly(null, Mask.TIMEOUT, Mask.TOO_LONG, null);
        assertThat(group.members().get(1).reward()).isEqualTo(new Reward(1, null, null));
        assertThat(group.members().get(2).reward()).isEqualTo(new Reward(0, null, null));
        assertThat(group.members().get(0).advantage()).isCloseTo(0.707107, within(1e-6));
        assertThat(group.members().get(2).advantage()).isNull();
    }

    @Test
    void aTaskWithoutRolloutsIsAGroupThatTeachesNothing() {
        Group group = Grouping.of(List.of(Made.task("a")), List.of(), new Grpo(RELEASED))
                .getFirst();

        assertThat(group.members()).isEmpty();
        assertThat(group.advantages().rejection()).isEqualTo(Rejection.TOO_FEW);
    }

    @Test
    void aJudgeInTrainingIsRewardedForItsJudgements() {
        Group group = Grouping.of(
                        List.of(Made.labelled("a", 0.5)),
                        List.of(
                                Made.answered(0, 0, "<critique>c</critique><score>0.5</score>"),
                                Made.answered(0, 1, "no judgement")),
                        new Grpo(RELEASED))
                .getFirst();

        // on the label, without rivals: 0.2 + 0.5 + 0.3; malformed: nothing
        assertThat(group.members().get(0).reward().total()).isCloseTo(1, within(1e-12));
        assertThat(group.members().get(1).reward().total()).isZero();
        assertThat(group.members().get(0).advantage()).isCloseTo(0.707107, within(1e-6));
    }
}
