package io.reagent.training.datasets;

import io.reagent.core.tools.ToolBox;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.core.trajectory.TrajectoryFormatException;
import io.reagent.core.trajectory.TrajectoryReader;
import io.reagent.lm.text.Message;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the lines of task files say. */
final class TaskLines {
    private static final String MARK = "####";
    private static final ToolBox NO_TOOLS = new ToolBox(List.of());

    private TaskLines() {}

    /** {@code {"question", "answer"}}, or {@code {"messages"}} that end with the answer. */
    static FileDataset.Line question(JsonNode line, String where) {
        if (line.path("messages").isArray()) {
            return conversation(line.path("messages"), where);
        }
        String question = JsonLines.text(line, "question", where);
        String answer = JsonLines.text(line, "answer", where);
        return line(where, question, answer, answer);
    }

    /** GSM8K's: the answer follows {@code ####} at the end of a worked solution, which is what is imitated. */
    static FileDataset.Line gsm8k(JsonNode line, String where) {
        String worked = JsonLines.text(line, "answer", where);
        int mark = worked.lastIndexOf(MARK);
        String answer = mark < 0 ? "" : worked.substring(mark + MARK.length()).strip();
        if (answer.isEmpty()) {
            throw new DatasetException(where + ": answer has no " + MARK + " with a result after it");
        }
        return line(where, JsonLines.text(line, "question", where), answer, worked);
    }

    private static FileDataset.Line line(String where, String question, String answer, String shown) {
        return new FileDataset.Line(
                TrainingTask.question(id(where), question, answer, NO_TOOLS),
                List.of(Message.of("user", question), Message.of("assistant", shown)));
    }

    private static FileDataset.Line conversation(JsonNode messages, String where) {
        List<Message> conversation = new ArrayList<>();
        for (JsonNode message : messages) {
            conversation.add(
                    Message.of(JsonLines.text(message, "role", where), JsonLines.text(message, "content", where)));
        }
        Message first = conversation.stream()
                .filter(message -> message.role().equals("user"))
                .findFirst()
                .orElseThrow(() -> new DatasetException(where + ": messages have none of the user"));
        Message last = conversation.getLast();
        if (!last.role().equals("assistant")) {
            throw new DatasetException(where + ": the last of messages is not the assistant's");
        }
        return new FileDataset.Line(
                TrainingTask.question(
                        id(where), String.valueOf(first.content()), String.valueOf(last.content()), NO_TOOLS),
                conversation);
    }

    /** {@code {"trajectory", "score", "reasoning"?, "critique"?}}; the trajectory in any accepted format. */
    static JudgeCase judged(JsonNode line, String where) {
        JsonNode score = line.path("score");
        if (!score.isNumber() || !(score.doubleValue() >= 0 && score.doubleValue() <= 1)) {
            throw new DatasetException(where + " has no score from 0 to 1");
        }
        try {
            JsonNode sent = line.path("trajectory");
            Trajectory trajectory = TrajectoryReader.read(sent, null, TrajectoryReader.detect(sent));
            return new JudgeCase(
                    id(where),
                    trajectory,
                    score.doubleValue(),
                    line.path("reasoning").asString(""),
                    line.path("critique").asString(""));
        } catch (TrajectoryFormatException unreadable) {
            throw new DatasetException(where + ": trajectory." + unreadable.field() + " " + unreadable.problem());
        }
    }

    /** The file's name and the line's number. */
    private static String id(String where) {
        return where.substring(where.lastIndexOf('/') + 1).replace(" line ", ":");
    }
}
