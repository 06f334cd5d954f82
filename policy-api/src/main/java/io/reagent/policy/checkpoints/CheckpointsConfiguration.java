package io.reagent.policy.checkpoints;

import io.reagent.kit.startup.Shortcomings;
import io.reagent.policy.hosting.BaseModels;
import io.reagent.policy.hosting.HostingProperties;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

@Configuration(proxyBeanMethods = false)
class CheckpointsConfiguration {
    private static final Logger log = LoggerFactory.getLogger(CheckpointsConfiguration.class);

    @Bean
    CheckpointStore checkpointStore(DatabaseClient database) {
        return new CheckpointStore(database);
    }

    @Bean
    ImportedAdapters importedAdapters(HostingProperties properties, BaseModels bases) {
        return new ImportedAdapters(properties.adapters(), bases.names());
    }

    @Bean
    Shortcomings unusableAdapters(ImportedAdapters imported, BaseModels bases) {
        List<String> problems = imported.problems(bases);
        problems.forEach(log::error);
        return new Shortcomings(problems, false);
    }

    @Bean
    Checkpoints checkpoints(CheckpointStore store, ImportedAdapters imported, HostingProperties properties) {
        return new Checkpoints(store, imported, properties.checkpoints());
    }

    @Bean
    SavedPolicies savedPolicies(
            BaseModels bases, CheckpointStore store, ImportedAdapters imported, Checkpoints checkpoints) {
        return new SavedPolicies(bases, store, imported, checkpoints);
    }

    @Bean
    SignedUrls signedUrls() {
        return new SignedUrls();
    }
}
