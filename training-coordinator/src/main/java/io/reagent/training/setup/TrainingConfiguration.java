package io.reagent.training.setup;

import io.reagent.kit.database.Retention;
import io.reagent.kit.database.RetentionProperties;
import io.reagent.training.datasets.DatasetFiles;
import io.reagent.training.datasets.Datasets;
import io.reagent.training.engine.Patience;
import io.reagent.training.evaluation.EvaluationProperties;
import io.reagent.training.policy.PolicyTexts;
import io.reagent.training.rollouts.RolloutStore;
import io.reagent.training.rollouts.RolloutViews;
import io.reagent.training.rollouts.Rollouts;
import io.reagent.training.runs.RunDefaults;
import io.reagent.training.runs.RunSpecReader;
import io.reagent.training.steps.CheckpointCleaner;
import io.reagent.training.steps.Evaluator;
import io.reagent.training.steps.RunContexts;
import io.reagent.training.steps.Servers;
import io.reagent.training.steps.StepRunner;
import io.reagent.training.steps.StepStore;
import io.reagent.training.store.LearningViews;
import io.reagent.training.store.ProgressViews;
import io.reagent.training.store.RunCheckpointStore;
import io.reagent.training.store.RunEvaluationStore;
import io.reagent.training.store.RunList;
import io.reagent.training.store.RunRetention;
import io.reagent.training.store.RunStore;
import io.reagent.training.store.StepViews;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

/** Wires runs to their stores, their servers and their data. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    TrainingProperties.class,
    ServersProperties.class,
    DatasetsProperties.class,
    EvaluationProperties.class,
    Patience.class
})
class TrainingConfiguration {
    @Bean
    RunStore runStore(DatabaseClient database, TransactionalOperator transaction) {
        return new RunStore(database, transaction);
    }

    @Bean
    RolloutStore rolloutStore(DatabaseClient database) {
        return new RolloutStore(database);
    }

    @Bean
    RunEvaluationStore evaluationStore(DatabaseClient database, TransactionalOperator transaction) {
        return new RunEvaluationStore(database, transaction);
    }

    @Bean
    RunCheckpointStore checkpointStore(DatabaseClient database) {
        return new RunCheckpointStore(database);
    }

    @Bean
    Retention runRetention(DatabaseClient database, RetentionProperties properties) {
        return RunRetention.of(database, properties);
    }

    @Bean
    RunList runList(DatabaseClient database) {
        return new RunList(database);
    }

    @Bean
    ProgressViews progressViews(DatabaseClient database) {
        return new ProgressViews(database);
    }

    @Bean
    LearningViews learningViews(DatabaseClient database) {
        return new LearningViews(database);
    }

    @Bean
    StepViews stepViews(DatabaseClient database) {
        return new StepViews(database);
    }

    @Bean
    RolloutViews rolloutViews(DatabaseClient database) {
        return new RolloutViews(database);
    }

    @Bean
    RunDefaults runDefaults(TrainingProperties properties, ServersProperties servers) {
        return new RunDefaults(
                servers.policies(properties.policyUrl()), servers.judges(properties.judgeUrl()), properties.models());
    }

    @Bean
    RunSpecReader runSpecReader(RunDefaults defaults) {
        return new RunSpecReader(defaults);
    }

    @Bean
    Servers servers(TrainingProperties properties, ServersProperties named, Patience patience) {
        // every agent waits for one result at a time
        int connections = 2 * properties.agents();
        return new Servers(
                new Servers.Keys(
                        ServersProperties.keys(properties.policyApiKey(), named.policies()),
                        ServersProperties.keys(properties.judgeApiKey(), named.judges())),
                connections,
                properties.judgements(),
                properties.silence(),
                patience);
    }

    @Bean
    DatasetFiles datasetFiles(DatasetsProperties properties) {
        return properties.files();
    }

    @Bean
    RunContexts runContexts(RunSpecReader specs, Servers servers, DatasetFiles files) {
        return new RunContexts(specs, new Datasets(files), new PolicyTexts(), servers);
    }

    @Bean
    Rollouts rollouts(RolloutStore store, TrainingProperties properties) {
        return new Rollouts(store, properties.agents());
    }

    @Bean
    StepRunner stepRunner(Rollouts rollouts, DatabaseClient database, TransactionalOperator transaction) {
        return new StepRunner(rollouts, new StepStore(database, transaction));
    }

    @Bean
    Evaluator evaluator(Rollouts rollouts, RunEvaluationStore store) {
        return new Evaluator(rollouts, store);
    }

    @Bean
    CheckpointCleaner housekeeping(RunCheckpointStore checkpoints) {
        return new CheckpointCleaner(checkpoints);
    }
}
