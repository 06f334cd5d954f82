package io.reagent.kit.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded server's files, ours alone while open. Opening it repairs what a killed run left: a postmaster that
 * outlived its platform, a pid file of a dead one, a directory whose creation was cut short.
 *
 * <pre>
 * directory/lock        held while a platform uses the directory; the system frees it however the process ends
 * directory/ready       exists once data/ has been served from
 * directory/data/       Postgres' own
 * directory/engine/     its unpacked programs
 * directory/pgpass      its superuser's password
 * </pre>
 */
final class DataDirectory implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DataDirectory.class);

    private final Path directory;
    private final FileChannel lock;

    private DataDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Takes the directory, creating it when missing.
     *
     * @param major the server's major version
     * @throws IllegalStateException when another process uses it, or it was written by another major version
     */
    static DataDirectory open(Path directory, String major) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        Files.createDirectories(absolute);
        DataDirectory opened = new DataDirectory(absolute, lock(absolute));
        try {
            opened.requireMajor(major);
            StalePostmaster.end(opened.data());
            opened.setAsideIncomplete();
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    Path data() {
        return directory.resolve("data");
    }

    Path engine() {
        return directory.resolve("engine");
    }

    Superuser superuser() throws IOException {
        return Superuser.in(password());
    }

    /** The file with the superuser's password. */
    Path password() {
        return directory.resolve("pgpass");
    }

    Path serverLog() {
        return directory.resolve("server.log");
    }

    /** Remembers that the server came up on this data once. */
    void markReady() throws IOException {
        if (Files.notExists(ready())) {
            Files.createFile(ready());
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private Path ready() {
        return directory.resolve("ready");
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IllegalStateException("Another running platform uses the Postgres data in " + directory
                    + ". Stop it (./reagent down), or set reagent.database.embedded.directory to another place.");
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void requireMajor(String major) throws IOException {
        Path file = data().resolve("PG_VERSION");
        if (Files.notExists(file)) {
            return;
        }
        String found = Files.readString(file).strip();
        if (!found.equals(major)) {
            throw new IllegalStateException("The Postgres data in " + data() + " was written by Postgres " + found
                    + "; this platform brings Postgres " + major + ". Move the data with pg_dump from a Postgres "
                    + found + ", or move the directory away to start with an empty one, or set reagent.database.url"
                    + " to your own server.");
        }
    }

    /** A directory that never served holds nothing of value, and initdb refuses it. */
    private void setAsideIncomplete() throws IOException {
        if (Files.exists(data()) && Files.notExists(ready())) {
            Path aside = directory.resolve("data-incomplete-" + System.currentTimeMillis());
            Files.move(data(), aside);
            log.warn("Postgres' data directory was only half created; moved it to {}", aside);
        }
    }
}
