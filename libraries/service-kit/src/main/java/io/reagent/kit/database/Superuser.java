package io.reagent.kit.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * The embedded server's only user, and its password: drawn at random, kept in {@code pgpass} (libpq's format, so that psql
 * reads it by {@code PGPASSFILE}), readable by the owner of the data alone.
 *
 * @param password URL-safe letters, digits, - and _
 * @param fresh whether it was drawn just now: neither the server nor the file knows it yet
 */
record Superuser(String password, boolean fresh) {
    static final String NAME = "postgres";

    /** Who may connect: whoever knows the password, over loopback. */
    static final String CLIENTS = """
            # written at each start
            local all all               scram-sha-256
            host  all all 127.0.0.1/32  scram-sha-256
            host  all all ::1/128       scram-sha-256
            """;

    private static final int SECRET_BYTES = 24;

    /** The one whose password the file holds; a new one when there is no file. */
    static Superuser in(Path file) throws IOException {
        if (Files.notExists(file)) {
            byte[] drawn = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(drawn);
            return new Superuser(Base64.getUrlEncoder().encodeToString(drawn), true);
        }
        String line = Files.readString(file).strip();
        return new Superuser(line.substring(line.lastIndexOf(':') + 1), false);
    }

    /**
     * Writes the file, once the server knows the password: who is killed before draws another one, who wrote it before could
     * be left with a password that lets nobody in.
     */
    void keep(Path file) throws IOException {
        writePrivately(file, "*:*:*:" + NAME + ":" + password + "\n");
    }

    /** Writes a file that only its owner can read, whole or not at all. */
    static void writePrivately(Path file, String text) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        FileAttribute<?>[] mine =
                Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (var channel =
                FileChannel.open(unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mine)) {
            channel.write(UTF_8.encode(text));
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The statement that makes the server know the password. */
    String alteration() {
        return "ALTER ROLE " + NAME + " PASSWORD '" + password + "';\n";
    }

    /** Without the password. */
    @Override
    public String toString() {
        return NAME;
    }
}
