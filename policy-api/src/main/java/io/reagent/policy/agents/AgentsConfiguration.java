package io.reagent.policy.agents;

import io.micrometer.core.instrument.MeterRegistry;
import io.reagent.policy.agents.judging.JudgeClient;
import io.reagent.policy.agents.models.AgentModels;
import io.reagent.policy.agents.runs.AgentRuns;
import io.reagent.policy.agents.runs.Heartbeat;
import io.reagent.policy.agents.store.AgentRunStore;
import io.reagent.policy.agents.tools.ToolShelf;
import io.reagent.policy.agents.tools.ToolsProperties;
import io.reagent.policy.checkpoints.SavedPolicies;
import io.reagent.policy.hosting.Samplers;
import java.io.IOException;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** Makes tools, models and the judge's client ready before the service listens. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({AgentsProperties.class, ToolsProperties.class})
class AgentsConfiguration {
    private static final Duration JUDGE_RETRY = Duration.ofMillis(500);

    @Bean
    ToolShelf toolShelf(ToolsProperties properties) throws IOException {
        return ToolShelf.open(properties);
    }

    @Bean
    AgentModels agentModels(SavedPolicies policies, Samplers samplers, AgentsProperties properties) {
        return new AgentModels(policies, samplers, properties.models());
    }

    @Bean
    JudgeClient judgeClient(AgentsProperties properties) {
        return new JudgeClient(properties.judgeUrl(), properties.judgeApiKey(), properties.judgeTimeout(), JUDGE_RETRY);
    }

    @Bean
    AgentRunStore agentRunStore(DatabaseClient database) {
        return new AgentRunStore(database);
    }

    @Bean
    AgentRuns agentRuns(
            AgentModels models,
            ToolShelf shelf,
            JudgeClient judge,
            AgentRunStore store,
            MeterRegistry meters,
            AgentsProperties properties) {
        return new AgentRuns(models, shelf, judge, store, meters, properties.concurrency());
    }

    @Bean
    Heartbeat agentHeartbeat(AgentRuns runs, AgentRunStore store, AgentsProperties properties) {
        return new Heartbeat(runs, store, properties.heartbeat());
    }
}
