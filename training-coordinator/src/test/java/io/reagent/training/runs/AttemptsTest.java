package io.reagent.training.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.training.FakeTinkerServer;
import io.reagent.training.TrainingFixture;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** What an attempt leaves on the policy's server, however it ends, and when it ends. */
class AttemptsTest extends TrainingFixture {
    @ParameterizedTest
    @ValueSource(strings = {"forward_backward", "optim_step", "save_weights", "save_weights_for_sampler"})
    void aFailedAttemptLeavesNoModelBehind(String call) {
        startReplica();
        policy.fail(call, 1);

        awaitState(start(run("grpo", "")), "FAILED");

        assertThat(policy.models()).isZero();
    }

    @Test
    void aModelWhoseWeightsCannotBeLoadedIsFreed() {
        startReplica();
        String run = start(run("grpo", "\"keep_checkpoints\": 9"));
        awaitState(run, "SUCCEEDED");
        policy.fail("load_weights", 1);

        String fork = json(post("/v1/training-runs/" + run + "/fork", "{\"options\": {\"seed\": 8}}"))
                .path("id")
                .asString();
        awaitState(fork, "FAILED");

        assertThat(policy.models()).isZero();
    }

    @Test
    void aCancelledAttemptLeavesNoModelBehind() {
        startReplica();
        policy.neverFinish("forward_backward");
        String run = start(run("grpo", ""));
        awaitModels(1);

        json(post("/v1/training-runs/" + run + "/cancel", "{}").expectStatus().isOk());

        awaitModels(0);
    }

    @Test
    void aModelThatIsMadeAfterItsAttemptWasCancelledIsFreed() {
        startReplica();
        policy.neverFinish("create_model");
        String run = start(run("grpo", ""));
        awaitModels(1);
        json(post("/v1/training-runs/" + run + "/cancel", "{}").expectStatus().isOk());
        awaitState(run, "CANCELLED");
        Duration watch = Duration.ofMillis(300);
        await(run, found -> Instant.now()
                .isAfter(Instant.parse(found.path("finished_at").asString()).plus(watch)));

        policy.finish("create_model");

        awaitModels(0);
    }

    @Test
    void aSupersededAttemptLeavesNoModelBehind() {
        ConfigurableApplicationContext replica = startReplica();
        policy.neverFinish("forward_backward");
        String run = start(run("grpo", ""));
        awaitModels(1);

        // as if another replica had taken the run, and ended it
        count(
                replica,
                "with taken as (update training.run set attempt = attempt + 1, state = 'CANCELLED',"
                        + " finished_at = now() where state = 'RUNNING' returning 1) select count(*) from taken");

        awaitModels(0);
        assertThat(found(run).path("state").asString()).isEqualTo("CANCELLED");
    }

    private void awaitModels(int count) {
        Instant deadline = Instant.now().plusSeconds(30);
        while (policy.models() != count && Instant.now().isBefore(deadline)) {
            pause();
        }
        assertThat(policy.models()).isEqualTo(count);
    }

    @Test
    void aServerThatNeverFinishesEndsTheRunWithTheReason() {
        startReplicaWith("--reagent.training.patience.training=1s");
        policy.neverFinish("optim_step");

        JsonNode stopped = awaitState(start(run("grpo", "")), "FAILED");

        assertThat(stopped.path("reason").asString()).contains("optim_step", "reagent.training.patience.training");
        assertThat(policy.models()).isZero();
    }

    @Test
    void aStepIsCommittedWhenItIsFinishedWhateverIsSampledAhead() {
        startReplica();
        int step = 16;
        policy.policy((prompt, seed) -> {
            if (policy.samples().size() >= step) {
                // the next step's rollouts take their time
                policy.pause(Duration.ofMinutes(1));
            }
            return FakeTinkerServer.sometimesRight(prompt, seed);
        });

        String run = start(run("grpo", "\"max_staleness\": 1"));

        await(run, found -> found.path("step").intValue() == 1);
        assertThat(policy.samples().size()).isLessThan(2 * step);
        json(post("/v1/training-runs/" + run + "/cancel", "{}").expectStatus().isOk());
    }
}
