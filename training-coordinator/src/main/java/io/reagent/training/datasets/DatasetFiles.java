package io.reagent.training.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files below some directories, and no others: a path that climbs or a link that leads out is refused before anything
 * is said of what lies there. Blocking.
 *
 * @param directories where datasets lie; without one there are none
 * @param largest bytes of a file
 * @param longestLine bytes of a line
 */
public record DatasetFiles(List<Path> directories, long largest, int longestLine) {
    private static final int LISTED = 100;
    private static final int DEPTH = 3;

    public DatasetFiles {
        directories = directories.stream()
                .map(path -> path.toAbsolutePath().normalize())
                .toList();
    }

    /**
     * The regular file of a path, links resolved.
     *
     * @param path within one of the directories, relative to it or absolute
     * @throws DatasetException that says where to put the file
     */
    Path find(Path path) {
        boolean inside = false;
        for (Path directory : directories) {
            Path file = directory.resolve(path).normalize();
            if (file.startsWith(directory)) {
                inside = true;
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    return checked(directory, file, path);
                }
            }
        }
        throw new DatasetException(inside ? "there is no file " + path + where() : path + " lies elsewhere" + where());
    }

    /** Some of the files there are, by their paths within their directories. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (Path directory : directories) {
            try (Stream<Path> files = Files.walk(directory, DEPTH)) {
                files.filter(Files::isRegularFile)
                        .limit(LISTED)
                        .forEach(file -> names.add(directory.relativize(file).toString()));
            } catch (IOException | UncheckedIOException unreadable) {
                // it is empty then, and whoever names a file of it is told
            }
        }
        return names.stream().sorted().limit(LISTED).toList();
    }

    private Path checked(Path directory, Path file, Path asked) {
        try {
            Path real = file.toRealPath();
            if (!real.startsWith(directory.toRealPath())) {
                throw new DatasetException(asked + " is a link that leads elsewhere" + where());
            }
            if (!Files.isRegularFile(real)) {
                throw new DatasetException(asked + " is no regular file");
            }
            if (Files.size(real) > largest) {
                throw new DatasetException(asked + " is larger than " + (largest >> 20)
                        + " MiB (reagent.training.datasets.largest-file); split it");
            }
            return real;
        } catch (NoSuchFileException dangling) {
            throw new DatasetException("there is no file " + asked + where(), dangling);
        } catch (IOException unreadable) {
            throw new DatasetException(asked + " cannot be read", unreadable);
        }
    }

    private String where() {
        return directories.isEmpty()
                ? "; the operator has named no directory of datasets (reagent.training.datasets.directories)"
                : "; datasets lie in "
                        + directories.stream().map(Path::toString).collect(Collectors.joining(" and "))
                        + ": put the file there and send its path within";
    }

    /** What identifies a version of a file: when it changes, so does this. */
    record Version(Path file, Object changed, long size) {
        static Version of(Path file) {
            try {
                return new Version(file, Files.getLastModifiedTime(file), Files.size(file));
            } catch (IOException gone) {
                throw new DatasetException(file.getFileName() + " cannot be read", gone);
            }
        }
    }
}
