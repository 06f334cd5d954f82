package io.reagent.training.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reagent.core.rl.Leakage;
import io.reagent.core.rl.PolicyExample;
import io.reagent.training.algorithms.AlgorithmOptions;
import io.reagent.training.algorithms.Grpo;
import io.reagent.training.algorithms.ReagentU;
import io.reagent.training.datasets.TrainingTask;
import io.reagent.training.engine.Datum;
import io.reagent.training.rollouts.RolloutRecord;
import io.reagent.training.steps.PolicyBatches.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyBatchesTest {
    private static final Grpo GRPO = new Grpo(AlgorithmOptions.RELEASED);
    private static final ReagentU REAGENT_U = new ReagentU(AlgorithmOptions.RELEASED);

    /** Groups of one right and one wrong answer each; those of the tasks named twice are both right. */
    private static List<Group> groups(int tasks, Integer... alike) {
        List<TrainingTask> asked = new ArrayList<>();
        List<RolloutRecord> rollouts = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            asked.add(Made.task("t" + i));
            rollouts.add(Made.first(i, 0, true, null));
            rollouts.add(Made.first(i, 1, List.of(alike).contains(i), null));
        }
        return Grouping.of(asked, rollouts, GRPO);
    }

    @Test
    void rejectedGroupsTakeNoPlaceInAMiniBatch() {
        List<List<Group>> batches = PolicyBatches.mini(groups(6, 1, 4), 3);

        assertThat(batches).hasSize(2);
        assertThat(batches.get(0)).extracting(Group::index).containsExactly(0, 2, 3);
        assertThat(batches.get(1)).extracting(Group::index).containsExactly(5);
        assertThat(PolicyBatches.mini(groups(2, 0, 1), 3)).isEmpty();
    }

    @Test
    void aTokensAdvantageIsItsShareOfTheMean() {
        List<PolicyExample> examples = PolicyBatches.examples(groups(2), GRPO, Reference.NONE);

        // A = 0.707107, 2 own tokens of each of 4 rollouts: 0.707107 / 8
        assertThat(examples).hasSize(4);
        assertThat(examples.get(0).targets()).containsExactly(2, 10, 11);
        assertThat(examples.get(0).advantages()[0]).isZero();
        assertThat(examples.get(0).advantages()[1]).isCloseTo(0.0883883f, within(1e-6f));
        assertThat(examples.get(0).advantages()[2]).isCloseTo(0.0883883f, within(1e-6f));
        assertThat(examples.get(1).advantages()[1]).isCloseTo(-0.0883883f, within(1e-6f));
    }

    @Test
    void eachStageHasHalfOfTheLossHoweverManyRolloutsItHas() {
        List<Group> groups = Grouping.of(
                List.of(Made.task("a")),
                List.of(
                        Made.first(0, 0, false, Made.scored(0)),
                        Made.first(0, 1, true, Made.scored(0.5)),
                        Made.refined(0, 1, true, Made.scored(1), Leakage.NONE)),
                REAGENT_U);

        // R = 0, 1.15, 1.3 about 0.816667; squares 0.666944 + 0.111111 + 0.233611, deviation sqrt(1.011667 / 2) =
        // 0.711220
        // A = -1.148262, 0.468678, 0.679584; over 2 tokens * 2 rollouts * 2 stages, and 2 * 1 * 2 for the refined one
        List<PolicyExample> examples = PolicyBatches.examples(groups, REAGENT_U, Reference.NONE);
        assertThat(examples.get(0).advantages()[1]).isCloseTo(-0.1435327f, within(1e-6f));
        assertThat(examples.get(1).advantages()[1]).isCloseTo(0.0585848f, within(1e-6f));
        assertThat(examples.get(2).advantages()[1]).isCloseTo(0.1698960f, within(1e-6f));
    }

    @Test
    void theReferencePullsTokenByToken() {
        List<Group> groups = groups(1);
        Map<java.util.UUID, List<float[]>> known = Map.of(
                groups.get(0).members().get(0).rollout().id(),
                List.of(new float[] {Float.NaN, Float.NaN, -1.5f, -0.5f}),
                groups.get(0).members().get(1).rollout().id(),
                List.of(new float[] {Float.NaN, Float.NaN, -0.5f, -0.5f}));

        List<PolicyExample> examples = PolicyBatches.examples(groups, GRPO, new Reference(known, 0.1));

        // log pi - log pi_ref is 1 at the first token: (0.707107 - 0.1) / (2 * 2); then 0.707107 / 4
        assertThat(examples.get(0).advantages()[1]).isCloseTo(0.1517767f, within(1e-6f));
        assertThat(examples.get(0).advantages()[2]).isCloseTo(0.1767767f, within(1e-6f));
    }

    @Test
    void callsAreFilledUpAndALongExampleGoesAlone() {
        List<Datum.Supervised> examples = IntStream.of(4, 4, 3, 20, 5)
                .mapToObj(length -> new Datum.Supervised(new int[length], new int[length], new float[length]))
                .toList();

        assertThat(PolicyBatches.calls(examples, 8))
                .extracting(call -> call.stream().map(Datum::length).toList())
                .containsExactly(List.of(4, 4), List.of(3), List.of(20), List.of(5));
        assertThat(PolicyBatches.calls(List.<Datum>of(), 8)).isEmpty();
    }
}
