package io.reagent.core.agent;

import io.reagent.core.trajectory.Step;
import io.reagent.core.trajectory.StorableText;
import io.reagent.core.trajectory.ToolCall;
import io.reagent.core.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run as a judge reads it, the same as when its messages are read back from OpenAI chat. */
final class RunTrajectory {
    private RunTrajectory() {}

    static Trajectory of(String question, List<Turn> turns, StopReason stop) {
        List<Step> steps = new ArrayList<>();
        String answer = null;
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            Speech speech = turn.spoken().speech();
            boolean last = i == turns.size() - 1 && stop == StopReason.ANSWERED;
            if (turn.told() != null) {
                steps.add(Step.told(turn.told().text()));
            }
            String words = storable(last ? speech.thought() : speech.words());
            if (words != null || !turn.calls().isEmpty()) {
                steps.add(new Step(
                        words, turn.calls().stream().map(RunTrajectory::call).toList()));
            }
            if (last) {
                answer = storable(speech.said());
            }
        }
        return new Trajectory(StorableText.of(question), steps, answer);
    }

    private static ToolCall call(Turn.Call call) {
        return new ToolCall(
                StorableText.of(call.request().name()),
                StorableText.of(call.request().arguments()),
                call.result().text());
    }

    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : StorableText.of(text);
    }
}
