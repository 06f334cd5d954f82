package io.reagent.training.datasets;

import io.reagent.core.judgement.JudgePromptTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Opens datasets; files are read again only when they changed. Blocking. */
public final class Datasets {
    private final Map<Key, List<FileDataset.Line>> questions = new ConcurrentHashMap<>();
    private final Map<Key, List<JudgeCase>> trajectories = new ConcurrentHashMap<>();

    private record Key(Path path, FileTime changed, DatasetSpec.Format format) {
        static Key of(Path path, DatasetSpec.Format format) {
            try {
                return new Key(path, Files.getLastModifiedTime(path), format);
            } catch (IOException missing) {
                throw new DatasetException("there is no file " + path, missing);
            }
        }
    }

    /** What is trained on and what is held out of one file, or of two. */
    private record Parts<T>(List<T> training, List<T> evaluation) {}

    /**
     * Questions for a policy.
     *
     * @param heldOut tasks the run's evaluations need
     * @throws DatasetException when a file cannot be read, or has too few tasks to hold so many out
     */
    public Dataset open(DatasetSpec spec, int heldOut) {
        return switch (spec) {
            case DatasetSpec.World world -> new WorldDataset(world);
            case DatasetSpec.File file -> {
                Parts<FileDataset.Line> parts = parts(file, heldOut, this::questions);
                yield new FileDataset(parts.training, parts.evaluation);
            }
        };
    }

    /** Trajectories for a judge, shown as its template says. */
    public Dataset openForJudge(DatasetSpec spec, int heldOut, JudgePromptTemplate template) {
        return switch (spec) {
            case DatasetSpec.World world -> JudgeDataset.world(template, world);
            case DatasetSpec.File file -> {
                Parts<JudgeCase> parts = parts(file, heldOut, this::trajectories);
                yield new JudgeDataset(
                        template,
                        parts.training.size(),
                        parts.training::get,
                        parts.evaluation.size(),
                        parts.evaluation::get);
            }
        };
    }

    private interface Source<T> {
        List<T> read(Path path, DatasetSpec.Format format);
    }

    private static <T> Parts<T> parts(DatasetSpec.File file, int heldOut, Source<T> source) {
        List<T> all = source.read(file.path(), file.format());
        if (file.evaluation() != null) {
            return new Parts<>(all, source.read(file.evaluation(), file.format()));
        }
        int training = all.size() - heldOut;
        if (training < 1) {
            throw new DatasetException(file.path() + " has " + all.size() + " tasks; holding out " + heldOut
                    + " for evaluation leaves none to train on");
        }
        return new Parts<>(all.subList(0, training), all.subList(training, all.size()));
    }

    private List<FileDataset.Line> questions(Path path, DatasetSpec.Format format) {
        return questions.computeIfAbsent(
                Key.of(path, format),
                key -> JsonLines.read(
                        path, format == DatasetSpec.Format.GSM8K ? TaskLines::gsm8k : TaskLines::question));
    }

    private List<JudgeCase> trajectories(Path path, DatasetSpec.Format format) {
        return trajectories.computeIfAbsent(Key.of(path, format), key -> JsonLines.read(path, TaskLines::judged));
    }
}
