package io.reagent.agents;

import io.micrometer.core.instrument.MeterRegistry;
import io.reagent.agents.models.AgentModels;
import io.reagent.agents.models.ChatServers;
import io.reagent.agents.models.ModelSource;
import io.reagent.agents.runs.AgentRuns;
import io.reagent.agents.runs.Heartbeat;
import io.reagent.agents.runs.Reviewer;
import io.reagent.agents.store.AgentRunStore;
import io.reagent.agents.tools.ToolShelf;
import io.reagent.agents.tools.ToolsProperties;
import io.reagent.clients.ApiKey;
import io.reagent.clients.Connections;
import io.reagent.clients.Remote;
import io.reagent.clients.judge.JudgeClient;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.util.unit.DataSize;

/**
 * Makes tools, models and the judge's client ready before the service that imports this listens. Models of its own it offers
 * as {@link ModelSource}s; a chat server of the same name goes before them.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan(basePackages = "io.reagent.agents.http")
@EnableConfigurationProperties({AgentsProperties.class, ToolsProperties.class})
public class AgentsConfiguration {
    private static final int JUDGEMENTS = 64;
    private static final DataSize LARGEST_JUDGEMENT = DataSize.ofMegabytes(8);

    @Bean
    ToolShelf toolShelf(ToolsProperties properties) throws IOException {
        return ToolShelf.open(properties);
    }

    @Bean
    AgentModels agentModels(AgentsProperties properties, ObjectProvider<ModelSource> own) {
        ModelSource servers = new ChatServers(properties.models());
        return new AgentModels(
                Stream.concat(Stream.of(servers), own.orderedStream()).toList());
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
