package io.reagent.training.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetFilesTest {
    private static final String LINE = "{\"question\": \"q\", \"answer\": \"1\"}";

    @TempDir
    private Path machine;

    private Path directory;
    private Datasets datasets;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createDirectory(machine.resolve("datasets"));
        datasets = new Datasets(new DatasetFiles(List.of(directory), 4096, 256));
    }

    private Dataset open(String path) {
        return datasets.open(new DatasetSpec.File(DatasetSpec.Format.JSONL, Path.of(path), null), 0, true);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private void assertRefused(String path, String problem) {
        assertThatThrownBy(() -> open(path))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void aPathIsOneWithinTheDirectory() throws IOException {
        write("a.jsonl", LINE);

        assertThat(open("a.jsonl").size()).isEqualTo(1);
        assertThat(open(directory.resolve("a.jsonl").toString()).size()).isEqualTo(1);
        assertRefused("b.jsonl", "there is no file b.jsonl; datasets lie in " + directory);
    }

    @Test
    void nothingIsSaidOfWhatLiesElsewhere() throws IOException {
        Files.writeString(machine.resolve("secret"), "root:x:0");
        Files.createSymbolicLink(directory.resolve("link.jsonl"), machine.resolve("secret"));
        Files.createSymbolicLink(directory.resolve("zero.jsonl"), Path.of("/dev/zero"));
        Files.createSymbolicLink(directory.resolve("none.jsonl"), machine.resolve("none"));

        assertRefused("../secret", "lies elsewhere");
        assertRefused("../none", "lies elsewhere");
        assertRefused("/etc/shadow", "lies elsewhere");
        assertRefused("/dev/zero", "lies elsewhere");
        assertRefused("link.jsonl", "is a link that leads elsewhere");
        assertRefused("zero.jsonl", "is a link that leads elsewhere");
        assertRefused("none.jsonl", "there is no file");
        assertRefused(".", "is no regular file");
        assertThatThrownBy(() -> new Datasets(new DatasetFiles(List.of(), 1, 1))
                        .open(new DatasetSpec.File(DatasetSpec.Format.JSONL, Path.of("a"), null), 0, true))
                .hasMessageContaining("reagent.training.datasets.directories");
    }

    @Test
    void largeFilesAndLongLinesAreRefusedBeforeTheyAreRead() throws IOException {
        write("large.jsonl", (LINE + "\n").repeat(200));
        write("long.jsonl", LINE + "\n" + LINE.replace("q", "q".repeat(300)) + "\n");

        assertRefused("large.jsonl", "largest-file");
        assertRefused("long.jsonl", "long.jsonl line 2 is longer than");
    }

    @Test
    void anErrorRepeatsNothingOfTheFile() throws IOException {
        write("a.jsonl", LINE + "\nsecret: 1");

        assertThatThrownBy(() -> open("a.jsonl"))
                .hasMessage("a.jsonl line 2 is not JSON from character 1 on")
                .hasMessageNotContaining("secret");
    }

    @Test
    void byteOrderMarksCarriageReturnsAndBlankLinesAreNoContent() throws IOException {
        write("a.jsonl", "\uFEFF" + LINE + "\r\n\r\n" + LINE + "\r\n  \n\n");

        assertThat(open("a.jsonl").size()).isEqualTo(2);
        Files.write(
                directory.resolve("b.jsonl"),
                (LINE + "\n\u00e9").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        assertRefused("b.jsonl", "b.jsonl line 2 is not UTF-8");
        Files.write(directory.resolve("c.jsonl"), LINE.getBytes(UTF_8));
        assertThat(open("c.jsonl").size()).isEqualTo(1);
    }

    @Test
    void aFileThatChangedIsReadAgain() throws IOException {
        write("a.jsonl", LINE);
        Dataset before = open("a.jsonl");
        write("a.jsonl", LINE + "\n" + LINE);

        assertThat(before.size()).isEqualTo(1);
        assertThat(open("a.jsonl").size()).isEqualTo(2);
        assertThat(open("a.jsonl").task(0)).isSameAs(open("a.jsonl").task(0));
    }
}
