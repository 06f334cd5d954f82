package io.reagent.training.benchmarks;

import io.reagent.clients.ApiKey;
import io.reagent.clients.Connections;
import io.reagent.clients.Remote;
import io.reagent.clients.evaluations.EvaluationsClient;
import io.reagent.training.evaluation.EvaluationProperties;
import io.reagent.training.runs.RunSpecReader;
import io.reagent.training.steps.CheckpointCleaner;
import io.reagent.training.steps.Servers;
import io.reagent.training.store.RunStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.util.unit.DataSize;

/** Wires runs to the eval-service that the operator named, where there is one. */
@Configuration(proxyBeanMethods = false)
class RunBenchmarksConfiguration {
    private static final int CONNECTIONS = 8;
    private static final Duration QUEUEING = Duration.ofSeconds(10);
    /** A service that says nothing for longer is away: training does not wait for it. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final DataSize LARGEST_ANSWER = DataSize.ofMegabytes(64);

    private final @Nullable EvaluationsClient service;

    RunBenchmarksConfiguration(EvaluationProperties properties) {
        this.service = properties.baseUrl() == null
                ? null
                : new EvaluationsClient(new Remote(
                        properties.baseUrl(),
                        ApiKey.bearer(properties.apiKey()),
                        Connections.of(CONNECTIONS, QUEUEING),
                        SILENCE,
                        LARGEST_ANSWER));
    }

    @Bean
    BenchmarkStore benchmarkStore(DatabaseClient database) {
        return new BenchmarkStore(database);
    }

    @Bean
    BenchmarkOffers benchmarkOffers() {
        return new BenchmarkOffers(service);
    }

    @Bean
    BenchmarkRequests benchmarkRequests(BenchmarkStore store) {
        return new BenchmarkRequests(store, service);
    }

    @Bean
    RunBenchmarkViews runBenchmarkViews(BenchmarkStore store) {
        return new RunBenchmarkViews(store, service);
    }

    @Bean
    BenchmarkWatch benchmarkWatch(
            BenchmarkStore store,
            BenchmarkRequests requests,
            RunStore runs,
            RunSpecReader specs,
            CheckpointCleaner cleaner,
            Servers servers) {
        return new BenchmarkWatch(store, requests, service, runs, specs, cleaner, servers);
    }
}
