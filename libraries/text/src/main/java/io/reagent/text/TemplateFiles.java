package io.reagent.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Chat templates kept as files beside the tokenizer, as newer versions of transformers save them. */
final class TemplateFiles {
    private static final String SUFFIX = ".jinja";

    private TemplateFiles() {}

    /** Adds {@code chat_template.jinja} and {@code additional_chat_templates/NAME.jinja}; a file wins over the config. */
    static void read(Path directory, Map<String, String> templates) {
        Path main = directory.resolve("chat_template" + SUFFIX);
        Path others = directory.resolve("additional_chat_templates");
        try {
            if (Files.exists(main)) {
                templates.put(TokenizerConfig.DEFAULT_TEMPLATE, Files.readString(main));
            }
            if (Files.isDirectory(others)) {
                try (Stream<Path> files = Files.list(others)) {
                    for (Path file :
                            files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
                        String name = file.getFileName().toString();
                        templates.put(name.substring(0, name.length() - SUFFIX.length()), Files.readString(file));
                    }
                }
            }
        } catch (IOException e) {
            throw new TokenizerException(directory + ": chat template not readable: " + e.getMessage(), e);
        }
    }
}
