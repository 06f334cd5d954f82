package io.reagent.training.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reagent.training.TrainingFixture;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Steps whose rollouts are sampled while the step before trains. */
class StalenessTest extends TrainingFixture {
    @Test
    void timesAndRatesAreThoseOfTheStepsOwnRollouts() {
        startReplica();
        policy.pause(Duration.ofMillis(30));

        String run = start(run("reagent-r", "\"max_staleness\": 1"));
        awaitState(run, "SUCCEEDED");

        JsonNode steps = get("/v1/training-runs/" + run + "/steps").path("items");
        assertThat(steps.size()).isEqualTo(3);
        for (JsonNode step : steps) {
            JsonNode rollouts = get("/v1/training-runs/" + run + "/rollouts?limit=500&step="
                            + step.path("step").intValue())
                    .path("items");
            double sampled = StreamSupport.stream(rollouts.spliterator(), false)
                    .mapToInt(rollout -> rollout.path("own_tokens").intValue())
                    .sum();
            JsonNode metrics = step.path("metrics");
            assertThat(metrics.path("seconds").path("sampling").doubleValue()).isGreaterThanOrEqualTo(0.03);
            assertThat(made(metrics, "sampling")).isCloseTo(sampled, within(sampled / 50));
            // the judge says that it writes 7 tokens each time
            assertThat(made(metrics, "judging")).isCloseTo(7.0 * rollouts.size(), within(2.5));
            assertThat(metrics.path("busy").doubleValue()).isBetween(0.0, 1.0);
        }
    }

    private static double made(JsonNode metrics, String phase) {
        return metrics.path("tokens_per_second").path(phase).doubleValue()
                * metrics.path("seconds").path(phase).doubleValue();
    }
}
