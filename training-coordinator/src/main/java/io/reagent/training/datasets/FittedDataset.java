package io.reagent.training.datasets;

import java.util.Arrays;
import java.util.List;

/** A dataset without the tasks that its model cannot take. */
public final class FittedDataset implements Dataset {
    private final Dataset whole;
    private final Fits fits;

    /** @param fits of a dataset with the same identity */
    public FittedDataset(Dataset whole, Fits fits) {
        this.whole = whole;
        this.fits = fits;
    }

    @Override
    public int size() {
        return fits.kept().length;
    }

    @Override
    public TrainingTask task(int index) {
        return whole.task(fits.kept()[index]);
    }

    @Override
    public Conversation conversation(int index) {
        return whole.conversation(fits.kept()[index]);
    }

    @Override
    public List<TrainingTask> heldOut(int count) {
        List<TrainingTask> all = whole.heldOut(fits.asked());
        return Arrays.stream(fits.held()).limit(count).mapToObj(all::get).toList();
    }

    @Override
    public List<String> notices() {
        return fits.notices();
    }
}
