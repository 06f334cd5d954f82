package io.reagent.training.policy;

import io.reagent.text.TokenizerException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Models' text sides by directory; each is read once. Blocking. */
public final class PolicyTexts {
    private final Map<Key, PolicyText> loaded = new ConcurrentHashMap<>();

    private record Key(Path directory, boolean plain) {}

    /**
     * @param plain whether the model writes text alone, as a judge does, and never calls
     * @throws IllegalArgumentException when the directory lacks something, in words for whoever named it
     */
    public PolicyText open(Path directory, boolean plain) {
        try {
            return loaded.computeIfAbsent(
                    new Key(directory.toAbsolutePath().normalize(), plain),
                    key -> PolicyText.load(key.directory, plain));
        } catch (TokenizerException unusable) { // such as a base model without a chat template
            throw new IllegalArgumentException(directory + ": " + unusable.getMessage(), unusable);
        }
    }
}
