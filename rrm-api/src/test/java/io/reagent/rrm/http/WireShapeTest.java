package io.reagent.rrm.http;

import static io.reagent.kit.testing.DescribedSchemas.names;
import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.testing.DescribedSchemas;
import io.reagent.rrm.RrmApiFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What callers see is one flat object, whatever parts it is made of here. */
class WireShapeTest extends RrmApiFixture {
    private static final List<String> JUDGEMENT = List.of(
            "id",
            "trajectory_id",
            "outcome",
            "score",
            "reasoning",
            "critique",
            "judge",
            "usage",
            "cached",
            "latency_ms",
            "params",
            "diagnostics",
            "created_at");

    private static List<String> sampled() {
        List<String> names = new ArrayList<>(JUDGEMENT);
        names.add(names.indexOf("created_at"), "samples");
        return names;
    }

    @Test
    void judgementsHaveTheirFieldsInOneObject() {
        JsonNode one = judged(body("Is it flat?"));
        JsonNode several = judged(body("Is it flat with samples?", "{\"samples\": 2}"));

        assertThat(names(one)).containsExactlyElementsOf(JUDGEMENT);
        assertThat(names(several)).containsExactlyElementsOf(sampled());
        assertThat(names(get("/v1/judgements/" + one.path("id").asString()))).containsExactlyElementsOf(JUDGEMENT);
    }

    @Test
    void soTheyAreDescribed() {
        DescribedSchemas described = DescribedSchemas.of(client);

        assertThat(described.fields("JudgementRecord")).containsExactlyInAnyOrderElementsOf(sampled());
        assertThat(described.nullable("JudgementRecord")).contains("score", "reasoning", "critique");
    }
}
