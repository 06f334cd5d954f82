package io.reagent.rrm.judges;

import io.reagent.core.judgement.Rendering;
import io.reagent.core.trajectory.Step;
import io.reagent.core.trajectory.ToolCall;
import io.reagent.core.trajectory.Trajectory;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A trajectory as a judge shows it to its model, for all samples of a request: rendered once, and shortened once. */
public final class Showing {
    /** Characters from which on rendering a trajectory takes longer than some milliseconds. */
    private static final int LONG = 64 * 1024;

    private final Trajectory trajectory;
    private final PromptMaker prompts;
    private final Scheduler threads;
    private @Nullable Shown current;

    /** @param longTrajectories where long ones are rendered */
    Showing(Trajectory trajectory, PromptMaker prompts, Scheduler longTrajectories) {
        this.trajectory = trajectory;
        this.prompts = prompts;
        this.threads = characters(trajectory) > LONG ? longTrajectories : Schedulers.parallel();
    }

    /** One rendering and the prompt made of it. */
    record Shown(Rendering rendering, Prompt prompt) {}

    /** Where its rendering is computed: a long one where nobody else waits for it. */
    Scheduler threads() {
        return threads;
    }

    /** The rendering to begin with, made by the first sample that asks. */
    synchronized Shown current() {
        if (current == null) {
            current = shown(prompts.render(trajectory));
        }
        return current;
    }

    /**
     * What to show in the place of a rendering that did not fit: one that another sample has had shortened, or a new one.
     *
     * @param fraction of its length that may fit
     * @return null when it cannot be shortened
     */
    synchronized @Nullable Shown shorter(Shown tooLong, double fraction) {
        if (current != tooLong) {
            return Objects.requireNonNull(current);
        }
        int length = tooLong.rendering().text().length();
        Rendering shorter = prompts.render(trajectory, (int) (length * fraction));
        if (shorter.text().length() >= length) {
            return null;
        }
        current = shown(shorter);
        return current;
    }

    private Shown shown(Rendering rendering) {
        return new Shown(rendering, prompts.fill(rendering));
    }

    private static long characters(Trajectory trajectory) {
        long characters = trajectory.question().length();
        characters += length(trajectory.answer());
        for (Step step : trajectory.steps()) {
            characters += length(step.thought());
            for (ToolCall call : step.calls()) {
                characters += call.arguments().length() + length(call.result());
            }
        }
        return characters;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
