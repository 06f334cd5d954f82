package io.reagent.training.setup;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom runs talk to.
 *
 * @param policyUrl of a Tinker server, for runs that name none
 * @param policyApiKey sent to that server, and to no other, as {@code X-API-Key}
 * @param judgeUrl of an rrm-api, for runs that name none
 * @param judgeApiKey sent to that service, and to no other, as a bearer token
 * @param models where tokenizers lie, in directories named like base models
 * @param agents rollouts of a run in progress at the same time; as many as the policy's server samples together, so that
 *     it still has an agent's earlier turns in its cache when the next one comes
 * @param judgements asked of a judge at the same time
 * @param silence the longest wait for an answer of a policy or judge server
 */
@ConfigurationProperties("reagent.training")
public record TrainingProperties(
        @DefaultValue("http://localhost:8082") URI policyUrl,
        @Nullable String policyApiKey,
        @DefaultValue("http://localhost:8081") URI judgeUrl,
        @Nullable String judgeApiKey,
        @DefaultValue("models") Path models,
        @DefaultValue("64") int agents,
        @DefaultValue("64") int judgements,
        @DefaultValue("10m") Duration silence) {
    public TrainingProperties {
        if (agents < 1 || judgements < 1 || !silence.isPositive()) {
            throw new IllegalArgumentException(
                    "reagent.training: agents, judgements and silence must be at least 1 and longer than nothing");
        }
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "policies at " + policyUrl + ", judges at " + judgeUrl;
    }
}
