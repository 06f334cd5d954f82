package io.reagent.agents;

import io.reagent.agents.models.ChatServerProperties;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How agents run here.
 *
 * @param concurrency runs at the same time; more are refused
 * @param models on chat servers by name, beside the policies hosted here
 * @param judgeUrl the judge's service, for reagent-c
 * @param judgeApiKey where it asks for one
 * @param judgeTimeout of a judgement
 * @param heartbeat how often a process says which runs it has; six missed and they count as interrupted
 */
@ConfigurationProperties("reagent.agents")
public record AgentsProperties(
        @DefaultValue("32") int concurrency,
        @DefaultValue Map<String, ChatServerProperties> models,
        @DefaultValue("http://localhost:8081") URI judgeUrl,
        @Nullable String judgeApiKey,
        @DefaultValue("2m") Duration judgeTimeout,
        @DefaultValue("5s") Duration heartbeat) {
    public AgentsProperties {
        models = Map.copyOf(models);
        if (concurrency < 1) {
            throw new IllegalArgumentException("reagent.agents.concurrency must be at least 1");
        }
        if (!judgeTimeout.isPositive() || !heartbeat.isPositive()) {
            throw new IllegalArgumentException("reagent.agents.judge-timeout and heartbeat must be positive");
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "agents, " + concurrency + " at once, judged at " + judgeUrl;
    }
}
