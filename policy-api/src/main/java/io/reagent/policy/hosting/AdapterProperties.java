package io.reagent.policy.hosting;

import java.nio.file.Path;

/**
 * An adapter that was made elsewhere.
 *
 * @param directory as PEFT saves it, with adapter_config.json and adapter_model.safetensors
 * @param baseModel the name of the base model it was made over
 */
public record AdapterProperties(Path directory, String baseModel) {
    public AdapterProperties {
        if (directory == null || baseModel == null || baseModel.isBlank()) {
            throw new IllegalArgumentException("an adapter's directory or base-model is missing:"
                    + " reagent.policy.adapters.<name>.directory and .base-model");
        }
        directory = directory.toAbsolutePath().normalize();
    }
}
