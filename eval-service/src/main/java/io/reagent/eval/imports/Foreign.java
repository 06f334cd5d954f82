package io.reagent.eval.imports;

import io.reagent.core.trajectory.Trajectory;
import io.reagent.core.trajectory.TrajectoryFormat;
import io.reagent.core.trajectory.TrajectoryFormatException;
import io.reagent.core.trajectory.TrajectoryReader;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/** What readers of all formats need. */
final class Foreign {
    private Foreign() {}

    /** What the agent did by the messages, or its prediction alone where there are none; null when it said nothing. */
    static @Nullable Trajectory trajectory(
            String place, JsonNode messages, String question, @Nullable String prediction) {
        if (turns(messages) == 0) {
            return prediction == null || prediction.isBlank() ? null : new Trajectory(question, List.of(), prediction);
        }
        try {
            return TrajectoryReader.read(messages, question, TrajectoryFormat.OPENAI_CHAT);
        } catch (TrajectoryFormatException unreadable) {
            String field = "messages" + unreadable.field();
            throw invalid(place + "." + field, unreadable.problem(), unreadable.remedy());
        }
    }

    /** Messages of the agent. */
    static int turns(JsonNode messages) {
        return (int) messages.valueStream()
                .filter(message -> message.path("role").asString("").equals("assistant"))
                .count();
    }

    /** A text, or a number as its text; null for anything else and for nothing. */
    static @Nullable String text(JsonNode value) {
        String text = value.isNumber() ? value.asString() : value.stringValue("");
        return text.isBlank() ? null : text;
    }

    static ProblemException invalid(String place, String problem, String remedy) {
        return Problem.of(HttpStatus.BAD_REQUEST, "invalid-import", place + " " + problem)
                .field(place)
                .remedy(remedy)
                .asException();
    }
}
