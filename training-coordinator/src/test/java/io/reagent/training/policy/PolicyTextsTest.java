package io.reagent.training.policy;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyTextsTest {
    @TempDir
    private Path directory;

    @Test
    void a_model_without_chat_template_is_refused_in_words_for_whoever_named_it() throws IOException {
        Files.copy(Path.of("../models/rrm-tiny/tokenizer.json"), directory.resolve("tokenizer.json"));
        Files.writeString(directory.resolve("tokenizer_config.json"), "{\"eos_token\": \"<|im_end|>\"}");
        Files.writeString(directory.resolve("config.json"), "{\"max_position_embeddings\": 512}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PolicyTexts().open(directory, false))
                .withMessageContaining(directory.toString())
                .withMessageContaining("has no chat template");
    }
}
