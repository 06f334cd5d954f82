package io.reagent.training.datasets;

import io.reagent.lm.text.Message;
import java.util.List;

/** Tasks of a file, without tools. */
record FileDataset(List<Line> training, List<Line> evaluation) implements Dataset {
    /** One line. */
    record Line(TrainingTask task, List<Message> conversation) {}

    @Override
    public int size() {
        return training.size();
    }

    @Override
    public TrainingTask task(int index) {
        return training.get(index).task();
    }

    @Override
    public List<Message> conversation(int index) {
        return training.get(index).conversation();
    }

    @Override
    public List<TrainingTask> heldOut(int count) {
        return evaluation.stream().limit(count).map(Line::task).toList();
    }
}
