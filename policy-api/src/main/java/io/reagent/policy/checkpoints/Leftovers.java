package io.reagent.policy.checkpoints;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directories of saves there are, as paths below the root: {@code run/kind/directory}.
 *
 * @param halfWritten that were never moved into place
 * @param whole with a checkpoint, or left from one
 */
record Leftovers(List<String> halfWritten, List<String> whole) {
    private static final int DEPTH = 3;

    static Leftovers in(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return new Leftovers(List.of(), List.of());
        }
        try (Stream<Path> paths = Files.walk(root, DEPTH)) {
            List<Path> directories = paths.map(root::relativize)
                    .filter(path -> path.getNameCount() == DEPTH)
                    .toList();
            return new Leftovers(
                    directories.stream()
                            .filter(Leftovers::isHalfWritten)
                            .map(Leftovers::below)
                            .toList(),
                    directories.stream()
                            .filter(directory -> !isHalfWritten(directory))
                            .map(Leftovers::below)
                            .toList());
        }
    }

    private static boolean isHalfWritten(Path directory) {
        return directory.getFileName().toString().startsWith(".");
    }

    /** As rows have it, whatever the system's separator. */
    private static String below(Path relative) {
        return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    }
}
