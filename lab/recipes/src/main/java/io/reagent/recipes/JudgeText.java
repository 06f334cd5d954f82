package io.reagent.recipes;

import io.reagent.core.judgement.Fence;
import io.reagent.core.judgement.JudgePrompt;
import io.reagent.core.judgement.JudgePromptTemplate;
import io.reagent.core.judgement.TrajectoryRendering;
import io.reagent.core.trajectory.ContentHash;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.world.LabelledTrajectory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What the small judge is shown and what it is to write. */
final class JudgeText {
    /** Beside the checkpoint as {@code judge.txt}; a small model needs no rubric, only to know its place. */
    static final String TEMPLATE = """
            The small judge's prompt: it learned its rubric in training.

            [system]
            Judge.

            [user]
            {{trajectory}}
            """;

    private static final JudgePromptTemplate PROMPT = JudgePromptTemplate.parse("judge.txt", TEMPLATE);

    private JudgeText() {}

    static JudgePrompt prompt(Trajectory trajectory, String secret) {
        Fence fence = Fence.of(secret.getBytes(StandardCharsets.UTF_8), ContentHash.of(trajectory));
        return PROMPT.fill(TrajectoryRendering.render(trajectory, fence));
    }

    static String target(LabelledTrajectory labelled) {
        return "<think>\n" + labelled.reasoning() + "\n</think>\n<critique>" + labelled.critique()
                + "</critique>\n<score>" + String.format(Locale.ROOT, "%.2f", labelled.score()) + "</score>";
    }
}
