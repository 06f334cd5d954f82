package io.reagent.lm.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes a Hugging Face directory so that it is there whole or not at all. */
public final class CheckpointDirectory {
    /** What a model is besides its weights. */
    private static final List<String> COMPANIONS = List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "chat_template.jinja",
            "generation_config.json",
            "judge.txt");

    /** Chat templates besides the main one. */
    private static final String TEMPLATES = "additional_chat_templates";

    private CheckpointDirectory() {}

    /** Writes files into a directory. */
    @FunctionalInterface
    public interface Contents {
        void writeTo(Path directory) throws IOException;
    }

    /**
     * Copies configuration and tokenizer from {@code source}, lets {@code contents} add the rest, and moves the whole
     * into place: a crash leaves the old target or the new one, and once this returns it is the new one.
     *
     * @throws UncheckedIOException when the disk is full or not writable; the old target stands then
     */
    public static void write(Path source, Path target, ElementType type, Contents contents) {
        write(target, directory -> {
            copyCompanions(source, directory, type);
            contents.writeTo(directory);
        });
    }

    /** The same for a directory that takes nothing from another, like an adapter's. */
    public static void write(Path target, Contents contents) {
        Path absolute = target.toAbsolutePath();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("cannot save a checkpoint as the root directory");
        }
        try {
            Files.createDirectories(parent);
            Path temporary = Files.createTempDirectory(parent, "." + absolute.getFileName() + "-");
            try {
                contents.writeTo(temporary);
                sync(temporary);
                replace(temporary, absolute);
                force(parent, StandardOpenOption.READ);
            } finally {
                delete(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot save " + target + ": " + e.getMessage(), e);
        }
    }

    private static void copyCompanions(Path source, Path target, ElementType type) throws IOException {
        ObjectNode config = (ObjectNode) Json.read(source.resolve("config.json"));
        String dtype =
                switch (type) {
                    case F32 -> "float32";
                    case F16 -> "float16";
                    case BF16 -> "bfloat16";
                };
        config.put(config.has("torch_dtype") ? "torch_dtype" : "dtype", dtype);
        Files.write(
                target.resolve("config.json"),
                JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(config));
        for (String name : COMPANIONS) {
            if (Files.exists(source.resolve(name))) {
                Files.copy(source.resolve(name), target.resolve(name));
            }
        }
        if (Files.isDirectory(source.resolve(TEMPLATES))) {
            Files.createDirectory(target.resolve(TEMPLATES));
            try (Stream<Path> files = Files.list(source.resolve(TEMPLATES))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, target.resolve(TEMPLATES).resolve(file.getFileName()));
                }
            }
        }
    }

    private static void replace(Path temporary, Path target) throws IOException {
        if (!Files.exists(target)) {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Path old = target.resolveSibling("." + target.getFileName() + "-old");
        delete(old);
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    private static void sync(Path directory) throws IOException {
        for (Path path : toLast(directory)) {
            force(path, Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE);
        }
    }

    /** A file's content lasts when it is forced to disk, its name when that is done to every directory above it. */
    static List<Path> toLast(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.toList();
        }
    }

    private static void force(Path path, StandardOpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
