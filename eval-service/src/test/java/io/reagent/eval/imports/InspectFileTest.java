package io.reagent.eval.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of a log is in memory at once. */
class InspectFileTest {
    private static final String SAMPLE = """
            {"id": "%s", "input": "Why?", "messages": [{"role": "user", "content": "Why?"}%s], "%s": [%s]}""";

    @TempDir
    private Path directory;

    private InspectFile log(String... samples) throws IOException {
        return new InspectFile(Files.writeString(
                directory.resolve("log.json"), "{\"samples\": [" + String.join(", ", samples) + "]}"));
    }

    private static String sample(String id, String member, int length) {
        return SAMPLE.formatted(id, "", member, "\"" + "x".repeat(length) + "\"");
    }

    @Test
    void aSampleThatIsTooLongIsNamed() throws IOException {
        try (InspectFile log = log(sample("a", "notes", 1), sample("b", "notes", SampleStream.LONGEST + (1 << 16)))) {
            assertThat(Objects.requireNonNull(log.next()).id()).isEqualTo("a");
            assertThatThrownBy(log::next).hasMessageContaining("samples[1] is longer than 64 MiB");
        }
    }

    @Test
    void eventsAreLeftUnread() throws IOException {
        String events = "\"" + "x".repeat(1 << 20) + "\"";
        String many = (events + ", ").repeat(64) + events;
        try (InspectFile log =
                log(SAMPLE.formatted("a", "", "events", many), sample("b", "store", 1), sample("c", "notes", 1))) {
            for (String id : new String[] {"a", "b", "c"}) {
                assertThat(Objects.requireNonNull(log.next()).id()).isEqualTo(id);
            }
            assertThat(log.next()).isNull();
        }
    }

    @Test
    void anAttachmentInManyPlacesIsCountedInEach() throws IOException {
        String message = ", {\"role\": \"assistant\", \"content\": \"attachment://h\"}";
        String sample = SAMPLE.formatted("a", message.repeat(65), "notes", "")
                .replace("\"notes\": []", "\"attachments\": {\"h\": \"" + "x".repeat(1 << 20) + "\"}");
        try (InspectFile log = log(sample)) {
            assertThatThrownBy(log::next).hasMessageContaining("samples[0].messages is longer than 64 MiB");
        }
    }
}
