package io.reagent.policy.agents;

import io.micrometer.core.instrument.MeterRegistry;
import io.reagent.clients.ApiKey;
import io.reagent.clients.Connections;
import io.reagent.clients.Remote;
import io.reagent.clients.judge.JudgeClient;
import io.reagent.policy.agents.models.AgentModels;
import io.reagent.policy.agents.runs.AgentRuns;
import io.reagent.policy.agents.runs.Heartbeat;
import io.reagent.policy.agents.runs.Reviewer;
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
import org.springframework.util.unit.DataSize;

/** Makes tools, models and the judge's client ready before the service listens. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({AgentsProperties.class, ToolsProperties.class})
class AgentsConfiguration {
    private static final int JUDGEMENTS = 64;
    private static final DataSize LARGEST_JUDGEMENT = DataSize.ofMegabytes(8);

    @Bean
    ToolShelf toolShelf(ToolsProperties properties) throws IOException {
        return ToolShelf.open(properties);
    }

    @Bean
    AgentModels agentModels(SavedPolicies policies, Samplers samplers, AgentsProperties properties) {
        return new AgentModels(policies, samplers, properties.models());
    }

    @Bean
    Reviewer reviewer(AgentsProperties properties) {
        Duration patience = properties.judgeTimeout();
        Remote service = new Remote(
                properties.judgeUrl(),
                ApiKey.bearer(properties.judgeApiKey()),
                Connections.of(JUDGEMENTS, patience),
                patience,
                LARGEST_JUDGEMENT);
        return new Reviewer(new JudgeClient(service, true), patience);
    }

    @Bean
    AgentRunStore agentRunStore(DatabaseClient database) {
        return new AgentRunStore(database);
    }

    @Bean
    AgentRuns agentRuns(
            AgentModels models,
            ToolShelf shelf,
            Reviewer reviewer,
            AgentRunStore store,
            MeterRegistry meters,
            AgentsProperties properties) {
        return new AgentRuns(models, shelf, reviewer, store, meters, properties.concurrency());
    }

    @Bean
    Heartbeat agentHeartbeat(AgentRuns runs, AgentRunStore store, AgentsProperties properties) {
        return new Heartbeat(runs, store, properties.heartbeat());
    }
}
