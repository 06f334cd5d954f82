package io.reagent.policy.hosting;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this service hosts.
 *
 * @param baseModels by name; none configured means {@code policy-tiny}, the checkpoint in {@code models/policy-tiny}
 * @param adapters made elsewhere, by the names to ask for them by
 * @param checkpoints where what is trained is saved
 * @param loadedAdapters saved adapters kept ready for sampling; the one used longest ago makes room for another
 * @param loadedModels saved models of their own (full fine-tuning) kept ready for sampling
 */
@ConfigurationProperties("reagent.policy")
public record HostingProperties(
        @DefaultValue Map<String, BaseModelProperties> baseModels,
        @DefaultValue Map<String, AdapterProperties> adapters,
        @DefaultValue(".reagent/checkpoints") Path checkpoints,
        @DefaultValue("16") int loadedAdapters,
        @DefaultValue("2") int loadedModels) {
    public HostingProperties {
        baseModels = baseModels.isEmpty()
                ? Map.of("policy-tiny", BaseModelProperties.of(Path.of("models/policy-tiny")))
                : Map.copyOf(baseModels);
        adapters = Map.copyOf(adapters);
        checkpoints = checkpoints.toAbsolutePath().normalize();
        if (loadedAdapters < 1 || loadedModels < 1) {
            throw new IllegalArgumentException("reagent.policy.loaded-adapters and loaded-models must be at least 1");
        }
    }
}
