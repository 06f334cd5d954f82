package io.reagent.kit.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.springframework.util.FileSystemUtils;

/**
 * Postgres' programs, unpacked from the archive that comes as a library.
 *
 * @param directory with {@code bin}, {@code lib} and {@code share}
 * @param prefix goes before each command. A session of its own keeps a terminal's Ctrl-C from Postgres, which is stopped
 *     last. Postgres refuses to run as root, so root runs it in a user namespace, where it is nobody
 */
record PostgresBinaries(Path directory, List<String> prefix) {

    /** The bundled version, such as 18.3.0; the build writes it into a resource. */
    static String version() throws IOException {
        try (InputStream resource = PostgresBinaries.class.getResourceAsStream("embedded.properties")) {
            Properties properties = new Properties();
            properties.load(resource);
            return properties.getProperty("version");
        }
    }

    /**
     * Unpacks what is not there yet; an older version's programs go.
     *
     * @param engine a directory for nothing else
     */
    static PostgresBinaries unpack(Path engine) throws IOException {
        Path directory = engine.resolve(version());
        if (Files.notExists(directory)) {
            FileSystemUtils.deleteRecursively(engine);
            Path unfinished = engine.resolve("unfinished");
            Files.createDirectories(unfinished);
            extract(archive(), unfinished);
            Files.move(unfinished, directory);
        }
        List<String> prefix = new ArrayList<>(ownSession());
        if (isRoot()) {
            prefix.addAll(List.of("unshare", "-U"));
        }
        return new PostgresBinaries(directory, List.copyOf(prefix));
    }

    /** A program's command line. */
    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(directory.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    private static String archive() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : "linux";
        String processor =
                switch (System.getProperty("os.arch")) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> System.getProperty("os.arch");
                };
        return "/postgres-" + system + "-" + processor + ".txz";
    }

    private static void extract(String archive, Path into) throws IOException {
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream(archive)) {
            if (packed == null) {
                throw new IllegalStateException("this build brings no Postgres for this machine (" + archive
                        + "); set reagent.database.url to a server of your own");
            }
            TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)));
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(entry, tar, into.resolve(entry.getName()));
            }
        }
    }

    private static void write(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink() || entry.isLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        if (Files.getFileAttributeView(target, PosixFileAttributeView.class) != null) {
            boolean runs = entry.getName().startsWith("bin/");
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    /** Linux has a program for it, macOS has Perl. */
    private static List<String> ownSession() {
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            return List.of("/usr/bin/setsid");
        }
        return Files.isExecutable(Path.of("/usr/bin/perl"))
                ? List.of("/usr/bin/perl", "-e", "use POSIX 'setsid'; setsid(); exec @ARGV")
                : List.of();
    }

    /** Whether we are root, and the kernel lets us be somebody else. */
    private static boolean isRoot() throws IOException {
        if (!System.getProperty("user.name").equals("root") || !Files.isDirectory(Path.of("/proc/self/ns"))) {
            return false;
        }
        try (Stream<String> uid = new ProcessBuilder("unshare", "-U", "id", "-u")
                .start()
                .inputReader()
                .lines()) {
            return uid.anyMatch(line -> !line.equals("0"));
        }
    }
}
