package io.reagent.recipes;

import io.reagent.core.trajectory.Trajectory;
import io.reagent.core.trajectory.TrajectoryFormat;
import io.reagent.core.trajectory.TrajectoryReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** OpenAI chat trajectories about things the made-up world does not have, to see what the small judge says of them. */
final class UnlikeText {
    private UnlikeText() {}

    static Map<String, Trajectory> trajectories() throws IOException {
        Map<String, Trajectory> trajectories = new LinkedHashMap<>();
        try (InputStream in = UnlikeText.class.getResourceAsStream("unlike.json")) {
            JsonNode cases = JsonMapper.shared().readTree(in);
            for (JsonNode one : cases) {
                trajectories.put(
                        one.path("name").asString(),
                        TrajectoryReader.read(one.path("messages"), null, TrajectoryFormat.OPENAI_CHAT));
            }
        }
        return trajectories;
    }
}
