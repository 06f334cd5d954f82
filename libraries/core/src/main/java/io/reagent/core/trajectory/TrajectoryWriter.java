package io.reagent.core.trajectory;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a trajectory in our own format; {@link TrajectoryReader} reads it back unchanged. */
public final class TrajectoryWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private TrajectoryWriter() {}

    /** All keys, absent values as null, in the order question, steps (thought, calls (name, arguments, result)), answer. */
    public static ObjectNode toJson(Trajectory trajectory) {
        ObjectNode json = JSON.objectNode();
        json.put("question", trajectory.question());
        ArrayNode steps = json.putArray("steps");
        for (Step step : trajectory.steps()) {
            ObjectNode written = steps.addObject();
            written.put("thought", step.thought());
            ArrayNode calls = written.putArray("calls");
            for (ToolCall call : step.calls()) {
                calls.addObject()
                        .put("name", call.name())
                        .put("arguments", call.arguments())
                        .put("result", call.result());
            }
        }
        json.put("answer", trajectory.answer());
        return json;
    }
}
