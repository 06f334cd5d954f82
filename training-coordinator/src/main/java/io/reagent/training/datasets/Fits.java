package io.reagent.training.datasets;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks of a dataset a model can take. It holds none of them.
 *
 * @param kept indices of the tasks to train on
 * @param asked held-out tasks that evaluations need
 * @param held which of the first so many fit
 * @param notices what was left out and why, in words for people
 */
public record Fits(int[] kept, int asked, int[] held, List<String> notices) {
    private static final int NAMED = 3;

    /** Says why a task does not fit, in words that follow its id; null when it does. */
    public interface Measure {
        @Nullable String excess(TrainingTask task);

        /** @throws DatasetException when it cannot be learned at any length */
        @Nullable String excess(Conversation conversation);
    }

    /**
     * @param imitated whether conversations are learned, not tasks answered
     * @param asked held-out tasks that evaluations need
     * @throws DatasetException when nothing is left to learn from, or to evaluate
     */
    public static Fits of(Dataset whole, boolean imitated, int asked, Measure measure) {
        List<String> notices = new ArrayList<>();
        List<String> tooLong = new ArrayList<>();
        int[] kept = IntStream.range(0, whole.size())
                .filter(i -> fits(
                        tooLong,
                        imitated ? whole.conversation(i).id() : whole.task(i).id(),
                        imitated ? measure.excess(whole.conversation(i)) : measure.excess(whole.task(i))))
                .toArray();
        report("", tooLong, whole.size(), notices);
        List<String> heldTooLong = new ArrayList<>();
        List<TrainingTask> all = whole.heldOut(asked);
        int[] held = IntStream.range(0, all.size())
                .filter(i -> fits(heldTooLong, all.get(i).id(), measure.excess(all.get(i))))
                .toArray();
        report("held-out ", heldTooLong, all.size(), notices);
        if (all.size() < asked) {
            notices.add("evaluations have " + held.length + " tasks, not " + asked
                    + ": no more of those held out can be graded");
        }
        return new Fits(kept, asked, held, List.copyOf(notices));
    }

    private static boolean fits(List<String> tooLong, String id, @Nullable String excess) {
        if (excess != null) {
            tooLong.add(Conversation.where(id) + " " + excess);
        }
        return excess == null;
    }

    private static void report(String which, List<String> tooLong, int of, List<String> notices) {
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
}
