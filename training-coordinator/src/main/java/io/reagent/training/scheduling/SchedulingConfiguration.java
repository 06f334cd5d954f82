package io.reagent.training.scheduling;

import io.reagent.kit.database.DatabaseAddress;
import io.reagent.training.benchmarks.BenchmarkRequests;
import io.reagent.training.benchmarks.BenchmarkWatch;
import io.reagent.training.steps.CheckpointCleaner;
import io.reagent.training.steps.Evaluator;
import io.reagent.training.steps.RunContexts;
import io.reagent.training.steps.StepRunner;
import io.reagent.training.store.LearningViews;
import io.reagent.training.store.RunStore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts taking up runs when the service is ready. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SchedulingProperties.class)
class SchedulingConfiguration {
    @Bean
    Tick tick(
            RunStore runs,
            RunContexts contexts,
            StepRunner steps,
            Evaluator evaluator,
            BenchmarkRequests benchmarks,
            CheckpointCleaner housekeeping,
            LearningViews learning,
            SchedulingProperties properties) {
        return new Tick(runs, contexts, steps, evaluator, benchmarks, housekeeping, learning, properties);
    }

    @Bean
    RunScheduler runScheduler(
            DatabaseAddress database,
            SchedulingProperties properties,
            RunStore runs,
            Tick tick,
            BenchmarkWatch benchmarks) {
        return new RunScheduler(database, properties, runs, tick, benchmarks);
    }
}
