package io.reagent.rrm.dialects;

import io.reagent.core.trajectory.TrajectoryFormatException;
import io.reagent.core.trajectory.TrajectoryReader;
import io.reagent.core.trajectory.TrajectoryReader.Said;
import io.reagent.rrm.judging.JudgingProblems;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What one user message of a chat says. */
final class UserText {
    /** Ollama's pictures and OpenAI's sound, which stand beside the content. */
    private static final List<String> MEDIA = List.of("images", "audio");

    private UserText() {}

    static boolean isUsers(JsonNode message) {
        return message.path("role").asString("").equals("user");
    }

    /**
     * @param field the message's path
     * @throws io.reagent.kit.problem.ProblemException 400 naming the part that is of no known type
     */
    static Said of(JsonNode message, String field) {
        try {
            Said said = TrajectoryReader.said(message.path("content"), field + ".content");
            List<String> unseen = new ArrayList<>(said.unseen());
            for (String media : MEDIA) {
                if (message.hasNonNull(media)) {
                    unseen.add(field + "." + media + ": " + media);
                }
            }
            return new Said(said.text(), unseen);
        } catch (TrajectoryFormatException unreadable) {
            throw JudgingProblems.unreadable(unreadable);
        }
    }
}
