package io.reagent.rrm.dialects;

import io.reagent.core.trajectory.Trajectory;
import io.reagent.core.trajectory.TrajectoryFormat;
import io.reagent.core.trajectory.TrajectoryReader.Said;
import io.reagent.core.trajectory.TrajectoryText;
import io.reagent.core.trajectory.TrajectoryWriter;
import io.reagent.kit.problem.Problem;
import io.reagent.rrm.judging.JudgeOptions;
import io.reagent.rrm.judging.JudgeRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What trainers that know only text send: a prompt, and what the policy wrote after it.
 *
 * @param question what the agent was asked
 * @param text the policy's text, with tool calls and results in it
 * @param unseen where in the request something stands that a judge cannot see
 */
record TextRollout(String question, String text, List<String> unseen) {
    private static final String TURN = "<|im_start|>";

    TextRollout {
        unseen = List.copyOf(unseen);
    }

    /** A rollout whose prompt came apart from its response; the prompt may be a filled chat template. */
    static TextRollout of(String prompt, String response) {
        return of(new Said(prompt, List.of()), response);
    }

    /** The same, of a prompt that was a message. */
    static TextRollout of(Said prompt, String response) {
        return new TextRollout(TrajectoryText.question(prompt.text()), response, prompt.unseen());
    }

    /** A rollout in one string that begins with its prompt, as far as decoding kept the prompt as it was. */
    static TextRollout ofJoined(String prompt, String joined) {
        int at = prompt.isEmpty() ? -1 : joined.indexOf(prompt);
        return at < 0 ? ofJoined(joined) : of(prompt, joined.substring(at + prompt.length()));
    }

    /** A rollout in one string: its turns tell question and response apart, where it has any. */
    static TextRollout ofJoined(String joined) {
        return new TextRollout(joined.contains(TURN) ? TrajectoryText.question(joined) : "", joined, List.of());
    }

    /**
     * The request to judge it.
     *
     * @param field where the text came from, for the problem when it is empty
     * @throws io.reagent.kit.problem.ProblemException 422 when the policy wrote nothing
     */
    JudgeRequest request(String field, @Nullable String judge, JudgeOptions options) {
        Trajectory trajectory = TrajectoryText.parse(question, text);
        if (trajectory.steps().isEmpty() && trajectory.answer() == null) {
            throw Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "empty-trajectory", field + " holds nothing to judge")
                    .field(field)
                    .remedy("Send what the agent wrote after its prompt.")
                    .asException();
        }
        // text has no format of its own: it is stored as it was understood
        return new JudgeRequest(
                trajectory,
                TrajectoryWriter.toJson(trajectory),
                TrajectoryFormat.REAGENT,
                unseen,
                null,
                judge,
                options);
    }
}
