package io.reagent.training.setup;

import io.reagent.training.datasets.DatasetFiles;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Which files runs may learn from.
 *
 * @param directories where they lie; a run names a path within. Without one only the made-up world can be learned
 * @param largestFile that is read, and kept in memory while runs use it
 * @param longestLine that is read
 */
@ConfigurationProperties("reagent.training.datasets")
public record DatasetsProperties(
        @DefaultValue List<Path> directories,
        @DefaultValue("256MB") DataSize largestFile,
        @DefaultValue("4MB") DataSize longestLine) {
    public DatasetsProperties {
        if (largestFile.toBytes() < 1 || longestLine.toBytes() < 1 || longestLine.toBytes() > 1 << 30) {
            throw new IllegalArgumentException(
                    "reagent.training.datasets: largest-file and longest-line must be at least"
                            + " 1 byte, and a line at most 1 GB");
        }
        directories = List.copyOf(directories);
    }

    DatasetFiles files() {
        return new DatasetFiles(directories, largestFile.toBytes(), (int) longestLine.toBytes());
    }
}
