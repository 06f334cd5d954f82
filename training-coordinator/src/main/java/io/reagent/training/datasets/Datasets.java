package io.reagent.training.datasets;

import io.reagent.core.judgement.JudgePromptTemplate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Opens datasets; a file is read again only when it changed. The few last read are kept. Blocking. */
public final class Datasets {
    private static final int KEPT = 4;

    private final DatasetFiles files;
    private final Map<Object, Object> opened = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Object> eldest) {
            return size() > KEPT;
        }
    };

    public Datasets(DatasetFiles files) {
        this.files = files;
    }

    /** What is trained on and what is held out of one file, or of two. */
    private record Parts<T>(List<T> training, List<T> evaluation) {}

    private record Key(DatasetSpec.File spec, int heldOut, Object readAs, List<DatasetFiles.Version> versions) {}

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
                FileDataset dataset = kept(file, heldOut, FileDataset.class, FileDataset.class, () -> {
                    Parts<FileDataset.Line> parts = parts(
                            file,
                            heldOut,
                            file.format() == DatasetSpec.Format.GSM8K ? TaskLines::gsm8k : TaskLines::question);
                    return new FileDataset(parts.training, parts.evaluation);
                });
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
            case DatasetSpec.File file ->
                kept(file, heldOut, template, JudgeDataset.class, () -> {
                    Parts<JudgeCase> parts = parts(file, heldOut, TaskLines::judged);
                    return new JudgeDataset(
                            template,
                            parts.training.size(),
                            parts.training::get,
                            parts.evaluation.size(),
                            parts.evaluation::get);
                });
        };
    }

    private synchronized <D> D kept(
            DatasetSpec.File spec, int heldOut, Object readAs, Class<D> type, Supplier<D> reading) {
        Key key = new Key(spec, heldOut, readAs, files.versions(spec));
        return type.cast(opened.computeIfAbsent(key, unused -> reading.get()));
    }

    private <T> Parts<T> parts(DatasetSpec.File file, int heldOut, JsonLines.Reader<T> reader) {
        List<T> all = read(file.path(), reader);
        if (file.evaluation() != null) {
            return new Parts<>(all, read(file.evaluation(), reader));
        }
        int training = all.size() - heldOut;
        if (training < 1) {
            throw new DatasetException(file.path() + " has " + all.size() + " tasks; holding out " + heldOut
                    + " for evaluation leaves none to train on");
        }
        return new Parts<>(all.subList(0, training), all.subList(training, all.size()));
    }

    private <T> List<T> read(Path path, JsonLines.Reader<T> reader) {
        return JsonLines.read(files.find(path), path.toString(), files.longestLine(), reader);
    }
}
