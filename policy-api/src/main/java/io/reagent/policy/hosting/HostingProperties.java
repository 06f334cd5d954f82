package io.reagent.policy.hosting;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this service hosts.
 *
 * @param baseModels by name, beside {@code policy-tiny}, the checkpoint in {@code models/policy-tiny}; that one is left out,
 *     too, where its directory is not there and there is another
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
    /** Configured in policy-api.properties, below everything a user sets. */
    private static final String SHIPPED = "policy-tiny";

    public HostingProperties {
        baseModels = hosted(baseModels);
        adapters = Map.copyOf(adapters);
        checkpoints = checkpoints.toAbsolutePath().normalize();
        if (loadedAdapters < 1 || loadedModels < 1) {
            throw new IllegalArgumentException("reagent.policy.loaded-adapters and loaded-models must be at least 1");
        }
    }

    private static Map<String, BaseModelProperties> hosted(Map<String, BaseModelProperties> named) {
        Map<String, BaseModelProperties> hosted = new TreeMap<>(named);
        hosted.values().removeIf(model -> !model.enabled());
        BaseModelProperties shipped = hosted.get(SHIPPED);
        if (shipped != null && hosted.size() > 1 && Files.notExists(shipped.directory())) {
            hosted.remove(SHIPPED);
        }
        return Collections.unmodifiableMap(hosted);
    }
}
