package io.reagent.training.datasets;

import io.reagent.core.judgement.JudgePromptTemplate;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Opens datasets; a file is read again only when it changed, however much of it is held out. Blocking. */
public final class Datasets {
    /** Files whose lines are kept, of questions and of trajectories each. */
    private static final int KEPT = 4;
    /** Files that are read at once: all of their lines are held. */
    private static final int READ_AT_ONCE = 2;

    private final DatasetFiles files;
    private final Kept<Source, List<FileDataset.Line>> questions = new Kept<>(KEPT);
    private final Kept<Source, List<JudgeCase>> cases = new Kept<>(KEPT);
    private final Semaphore reading = new Semaphore(READ_AT_ONCE);

    public Datasets(DatasetFiles files) {
        this.files = files;
    }

    /** @param name that the ids of its lines begin with */
    private record Source(DatasetFiles.Version version, String name, DatasetSpec.Format format) {}

    /** What is trained on and what is held out of one file, or of two; views of their lines. */
    private record Parts<T>(Identity identity, List<T> training, List<T> evaluation) {}

    /** What makes one reading of files the same as another. */
    private record Identity(List<Source> sources, int training) {}

    /**
     * Questions for a policy.
     *
     * @param heldOut tasks the run's evaluations need
     * @param graded whether every task has to have an answer that can be graded
     * @throws DatasetException when a file cannot be read, or has too few tasks to hold so many out
     */
    public Dataset open(DatasetSpec spec, int heldOut, boolean graded) {
        return switch (spec) {
            case DatasetSpec.World world -> new WorldDataset(world);
            case DatasetSpec.File file -> {
                Parts<FileDataset.Line> parts = parts(
                        file,
                        heldOut,
                        questions,
                        file.format() == DatasetSpec.Format.GSM8K ? TaskLines::gsm8k : TaskLines::question);
                FileDataset dataset = new FileDataset(parts.identity, parts.training, parts.evaluation);
                if (graded) {
                    dataset.requireTasks();
                }
                if (heldOut > 0 && dataset.heldOut(1).isEmpty()) {
                    throw new DatasetException("no held-out line of " + file.path()
                            + " asks one question and ends with its answer, so none can be graded;"
                            + " set evaluate_every to 0, or name an evaluation_path");
                }
                yield dataset;
            }
        };
    }

    /** Trajectories for a judge, shown as its template says. */
    public Dataset openForJudge(DatasetSpec spec, int heldOut, JudgePromptTemplate template) {
        return switch (spec) {
            case DatasetSpec.World world -> JudgeDataset.world(template, world);
            case DatasetSpec.File file -> {
                Parts<JudgeCase> parts = parts(file, heldOut, cases, TaskLines::judged);
                yield new JudgeDataset(
                        List.of(parts.identity, template),
                        template,
                        parts.training.size(),
                        parts.training::get,
                        parts.evaluation.size(),
                        parts.evaluation::get);
            }
        };
    }

    private <T> Parts<T> parts(
            DatasetSpec.File file, int heldOut, Kept<Source, List<T>> kept, JsonLines.Reader<T> reader) {
        Source source = source(file.path(), file.format());
        List<T> all = read(file.path(), source, kept, reader);
        if (file.evaluation() != null) {
            Source evaluation = source(file.evaluation(), file.format());
            return new Parts<>(
                    new Identity(List.of(source, evaluation), all.size()),
                    all,
                    read(file.evaluation(), evaluation, kept, reader));
        }
        int training = all.size() - heldOut;
        if (training < 1) {
            throw new DatasetException(file.path() + " has " + all.size() + " tasks; holding out " + heldOut
                    + " for evaluation leaves none to train on");
        }
        return new Parts<>(
                new Identity(List.of(source), training), all.subList(0, training), all.subList(training, all.size()));
    }

    private Source source(Path path, DatasetSpec.Format format) {
        return new Source(DatasetFiles.Version.of(files.find(path)), String.valueOf(path.getFileName()), format);
    }

    private <T> List<T> read(Path path, Source source, Kept<Source, List<T>> kept, JsonLines.Reader<T> reader) {
        return kept.get(source, () -> {
            reading.acquireUninterruptibly();
            try {
                return JsonLines.read(source.version.file(), path.toString(), files.longestLine(), reader);
            } finally {
                reading.release();
            }
        });
    }
}
