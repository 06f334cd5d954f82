package io.reagent.training.datasets;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A dataset without the tasks that its model cannot take. */
public final class FittedDataset implements Dataset {
    private static final int NAMED = 3;

    private final Dataset whole;
    private final int[] kept;
    private final List<TrainingTask> held;
    private final List<String> notices = new ArrayList<>();

    /** Says why a task does not fit, in words that follow its id; null when it does. */
    public interface Measure {
        @Nullable String excess(TrainingTask task);

        /** @throws DatasetException when it cannot be learned at any length */
        @Nullable String excess(Conversation conversation);
    }

    /**
     * @param imitated whether conversations are learned, not tasks answered
     * @param heldOut tasks the run's evaluations need
     * @throws DatasetException when nothing is left to learn from, or to evaluate
     */
    public FittedDataset(Dataset whole, boolean imitated, int heldOut, Measure measure) {
        this.whole = whole;
        List<String> tooLong = new ArrayList<>();
        this.kept = IntStream.range(0, whole.size())
                .filter(i -> fits(
                        tooLong,
                        imitated ? whole.conversation(i).id() : whole.task(i).id(),
                        imitated ? measure.excess(whole.conversation(i)) : measure.excess(whole.task(i))))
                .toArray();
        report("", tooLong, whole.size());
        List<String> heldTooLong = new ArrayList<>();
        List<TrainingTask> all = whole.heldOut(heldOut);
        this.held = all.stream()
                .filter(task -> fits(heldTooLong, task.id(), measure.excess(task)))
                .toList();
        report("held-out ", heldTooLong, all.size());
    }

    private static boolean fits(List<String> tooLong, String id, @Nullable String excess) {
        if (excess != null) {
            tooLong.add(Conversation.where(id) + " " + excess);
        }
        return excess == null;
    }

    private void report(String which, List<String> tooLong, int of) {
        if (tooLong.isEmpty()) {
            return;
        }
        String named = String.join("; ", tooLong.subList(0, Math.min(NAMED, tooLong.size())))
                + (tooLong.size() > NAMED ? "; and " + (tooLong.size() - NAMED) + " more" : "");
        if (tooLong.size() == of) {
            throw new DatasetException("none of the " + of + " " + which + "tasks fits the model: " + named);
        }
        notices.add(tooLong.size() + " of " + of + " " + which + "tasks are left out: " + named);
    }

    @Override
    public int size() {
        return kept.length;
    }

    @Override
    public TrainingTask task(int index) {
        return whole.task(kept[index]);
    }

    @Override
    public Conversation conversation(int index) {
        return whole.conversation(kept[index]);
    }

    @Override
    public List<TrainingTask> heldOut(int count) {
        return held.subList(0, Math.min(count, held.size()));
    }

    @Override
    public List<String> notices() {
        return List.copyOf(notices);
    }
}
