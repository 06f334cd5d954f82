package io.reagent.policy.checkpoints;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A directory as one file, made while it is sent: it is never whole in memory, nor on disk. */
public final class Archive {
    private static final int CHUNK = 64 * 1024;
    private static final Scheduler FILES = Schedulers.boundedElastic();

    private Archive() {}

    /**
     * The directory's files as a tar.gz, at its root.
     *
     * @param given whether a file of this name is among them
     */
    public static Publisher<DataBuffer> of(Path directory, Predicate<String> given, DataBufferFactory buffers) {
        return DataBufferUtils.outputStreamPublisher(
                out -> {
                    try {
                        write(directory, given, out);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                buffers,
                FILES::schedule,
                CHUNK);
    }

    private static void write(Path directory, Predicate<String> given, OutputStream out) throws IOException {
        GzipParameters fast = new GzipParameters();
        // weights hardly compress
        fast.setCompressionLevel(1);
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(out, fast))) {
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (Path file : files(directory, given)) {
                TarArchiveEntry entry =
                        new TarArchiveEntry(file, file.getFileName().toString());
                tar.putArchiveEntry(entry);
                Files.copy(file, tar);
                tar.closeArchiveEntry();
            }
        }
    }

    /** Those of the directory's files, by name. */
    static List<Path> files(Path directory, Predicate<String> given) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> Files.isRegularFile(file)
                            && given.test(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }
}
