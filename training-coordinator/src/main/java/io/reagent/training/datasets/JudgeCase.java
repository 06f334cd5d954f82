package io.reagent.training.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reagent.core.judgement.Fence;
import io.reagent.core.judgement.JudgePrompt;
import io.reagent.core.judgement.JudgePromptTemplate;
import io.reagent.core.judgement.TrajectoryRendering;
import io.reagent.core.tools.ToolBox;
import io.reagent.core.trajectory.ContentHash;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.text.TemplateMessage;
import java.util.List;
import java.util.Locale;

/**
 * A trajectory with what a judge should say of it.
 *
 * @param score it deserves, in [0, 1]
 * @param reasoning and critique that lead there; may be empty, then there is nothing to imitate but the score
 */
record JudgeCase(String id, Trajectory trajectory, double score, String reasoning, String critique) {
    private static final byte[] SECRET = "training".getBytes(UTF_8);
    private static final ToolBox NO_TOOLS = new ToolBox(List.of());

    private JudgePrompt prompt(JudgePromptTemplate template) {
        Fence fence = Fence.of(SECRET, ContentHash.of(trajectory));
        return template.fill(TrajectoryRendering.render(trajectory, fence));
    }

    TrainingTask task(JudgePromptTemplate template) {
        JudgePrompt prompt = prompt(template);
        return new TrainingTask(id, prompt.system(), prompt.user(), Double.toString(score), NO_TOOLS, score);
    }

    Conversation conversation(JudgePromptTemplate template) {
        JudgePrompt prompt = prompt(template);
        String written = "<think>\n" + reasoning + "\n</think>\n<critique>" + critique + "</critique>\n<score>"
                + String.format(Locale.ROOT, "%.2f", score) + "</score>";
        return new Conversation(
                id,
                List.of(
                        TemplateMessage.of("system", prompt.system()),
                        TemplateMessage.of("user", prompt.user()),
                        TemplateMessage.of("assistant", written)),
                List.of());
    }
}
