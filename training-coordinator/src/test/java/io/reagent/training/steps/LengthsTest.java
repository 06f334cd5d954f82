package io.reagent.training.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.json.FieldReader;
import io.reagent.text.TemplateMessage;
import io.reagent.training.datasets.Conversation;
import io.reagent.training.policy.PolicyText;
import io.reagent.training.policy.PolicyTexts;
import io.reagent.training.runs.KnownServers;
import io.reagent.training.runs.RunDefaults;
import io.reagent.training.runs.RunSpec;
import io.reagent.training.runs.RunSpecReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class LengthsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    /** Speaks of no conversation that is not whole. */
    private static final String ONLY_WHOLE = "{% if messages | length not in [1, 400] %}"
            + "{{ raise_exception('a part of ' ~ messages | length) }}{% endif %}"
            + "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
            + "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

    @TempDir
    private Path directory;

    @Test
    void aConversationThatIsTooLongIsNotRenderedOnceATurn() throws IOException {
        Files.copy(Path.of("../models/rrm-tiny/tokenizer.json"), directory.resolve("tokenizer.json"));
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                JSON.writeValueAsString(Map.of("eos_token", "<|im_end|>", "chat_template", ONLY_WHOLE)));
        Files.writeString(directory.resolve("config.json"), "{\"max_position_embeddings\": 512}");
        PolicyText text = new PolicyTexts().open(directory, false);
        List<TemplateMessage> turns = IntStream.range(0, 400)
                .mapToObj(i -> TemplateMessage.of(i % 2 == 0 ? "user" : "assistant", "turn " + i))
                .toList();

        assertThat(new Lengths(text, spec()).excess(new Conversation("t.jsonl:1", turns, List.of())))
                .startsWith("has ")
                .endsWith("the model's context is 512");
    }

    private static RunSpec spec() {
        KnownServers servers = new KnownServers(Map.of("default", URI.create("http://here:1")), List.of());
        return new RunSpecReader(new RunDefaults(servers, servers, Path.of("models")))
                .read(new FieldReader(
                        JSON.readTree("{\"kind\": \"sft\", \"policy\": {\"base_model\": \"tiny\"},"
                                + " \"dataset\": {\"name\": \"jsonl\", \"path\": \"t.jsonl\"}}"),
                        ""));
    }
}
