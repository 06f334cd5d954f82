package io.reagent.policy.hosting;

import io.reagent.lm.LanguageModel;
import io.reagent.lm.decoder.WeightFormat;
import io.reagent.lm.text.ChatTemplate;
import java.nio.file.Files;
import java.nio.file.Path;

/** A loaded base model: sampled from as it is, and the ground that adapters stand on. */
public final class BaseModel implements AutoCloseable {
    private final String name;
    private final Path directory;
    private final BaseModelProperties settings;
    private final LanguageModel model;
    private final ChatTemplate template;

    private BaseModel(
            String name, Path directory, BaseModelProperties settings, LanguageModel model, ChatTemplate template) {
        this.name = name;
        this.directory = directory;
        this.settings = settings;
        this.model = model;
        this.template = template;
    }

    /**
     * Loads a checkpoint; returns when it is ready.
     *
     * @throws IllegalStateException when there is no checkpoint in the directory
     */
    static BaseModel load(String name, BaseModelProperties settings) {
        Path directory = settings.directory().toAbsolutePath().normalize();
        if (Files.notExists(directory.resolve("config.json"))) {
            throw new IllegalStateException("There is no checkpoint in " + directory
                    + ": point reagent.policy.base-models." + name
                    + ".directory at a Hugging Face directory with a config.json");
        }
        LanguageModel model = LanguageModel.load(directory, settings.device(), settings.limits(), WeightFormat.FULL);
        try {
            return new BaseModel(name, directory, settings, model, ChatTemplate.load(directory, model.tokenizer()));
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    public String name() {
        return name;
    }

    public Path directory() {
        return directory;
    }

    public LanguageModel model() {
        return model;
    }

    public ChatTemplate template() {
        return template;
    }

    BaseModelProperties settings() {
        return settings;
    }

    @Override
    public void close() {
        model.close();
    }
}
