package io.reagent.policy.checkpoints;

import io.reagent.policy.hosting.BaseModels;
import io.reagent.policy.hosting.HostingProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

@Configuration(proxyBeanMethods = false)
class CheckpointsConfiguration {
    @Bean
    CheckpointStore checkpointStore(DatabaseClient database) {
        return new CheckpointStore(database);
    }

    @Bean
    ImportedAdapters importedAdapters(HostingProperties properties, BaseModels bases) {
        return new ImportedAdapters(properties.adapters(), bases.names());
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
