package io.reagent.training.datasets;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tasks of a file, without tools. */
final class FileDataset implements Dataset {
    private final Object identity;
    private final List<Line> training;
    private final List<Line> evaluation;

    FileDataset(Object identity, List<Line> training, List<Line> evaluation) {
        this.identity = identity;
        this.training = training;
        this.evaluation = evaluation;
    }

    /**
     * One line.
     *
     * @param task null when the conversation asks more than once, or ends without an answer: it can be imitated, not graded
     */
    record Line(@Nullable TrainingTask task, Conversation conversation) {
        TrainingTask graded() {
            if (task == null) {
                throw new DatasetException(conversation.where()
                        + " is a conversation of several questions, or without an answer; only sft learns from those");
            }
            return task;
        }
    }

    /** Refuses lines without a task, for runs that answer and grade. */
    void requireTasks() {
        training.forEach(Line::graded);
    }

    @Override
    public Object identity() {
        return identity;
    }

    @Override
    public int size() {
        return training.size();
    }

    @Override
    public TrainingTask task(int index) {
        return training.get(index).graded();
    }

    @Override
    public Conversation conversation(int index) {
        return training.get(index).conversation();
    }

    @Override
    public List<TrainingTask> heldOut(int count) {
        return evaluation.stream()
                .map(Line::task)
                .flatMap(Stream::ofNullable)
                .limit(count)
                .toList();
    }
}
