package io.reagent.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PairsTest {
    @Test
    void countsWhatTheSecondAttemptMendedAndSpoilt() {
        List<JsonNode> first = List.of(first("a", false), first("b", true), first("c", true), first("d", true));
        List<JsonNode> refined =
                List.of(refined("a", true, false), refined("b", false, false), refined("c", true, true));
        Pairs pairs = Pairs.of(first, refined);
        assertThat(pairs).as("d was not followed").isEqualTo(new Pairs(3, 3, 2, 2, 1, 1, 1));

        ObjectNode json = JsonMapper.shared().createObjectNode();
        pairs.write(json);
        assertThat(Pairs.read(json)).isEqualTo(pairs);
    }

    private static JsonNode first(String id, boolean correct) {
        return JsonMapper.shared().createObjectNode().put("id", id).put("correct", correct);
    }

    private static JsonNode refined(String first, boolean correct, boolean mentions) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("first_id", first)
                .put("task", "world/held_out/" + first)
                .put("correct", correct)
                .put("leak_mentions", mentions)
                .put("leak_overlap", 0.1);
    }
}
