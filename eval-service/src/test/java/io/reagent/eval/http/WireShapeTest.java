package io.reagent.eval.http;

import static io.reagent.kit.testing.DescribedSchemas.names;
import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.eval.SharedEvalFixture;
import io.reagent.kit.testing.DescribedSchemas;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** What callers see are flat objects, whatever parts they are made of here. */
class WireShapeTest extends SharedEvalFixture {
    private static final List<String> TRAJECTORY = List.of("trajectory");

    private static final List<String> LABEL = List.of(
            "id",
            "content_hash",
            "task",
            "question",
            "annotator",
            "verdict",
            "steps",
            "first_error",
            "score",
            "reference",
            "note",
            "split",
            "source",
            "created_at");

    private static final List<String> JUDGE_EVALUATION = List.of(
            "id",
            "name",
            "judge",
            "state",
            "reason",
            "spec",
            "lock",
            "items",
            "attacks",
            "repeats",
            "planned",
            "judged",
            "failed",
            "created_at",
            "started_at",
            "finished_at");

    private static final List<String> ITEM = List.of(
            "position",
            "item",
            "content_hash",
            "task",
            "source",
            "question",
            "verdict",
            "score",
            "steps",
            "first_error",
            "verdicts",
            "reference",
            "characters",
            "turns",
            "attacks",
            "attack",
            "judge_score",
            "error",
            "judgements");

    private static final List<String> REPORT = List.of(
            "id",
            "name",
            "judge",
            "versions",
            "state",
            "threshold",
            "counts",
            "outcomes",
            "ranking",
            "decision",
            "calibration",
            "agreement",
            "steps",
            "best_of_n",
            "repeats",
            "spread",
            "length",
            "baselines",
            "leakage",
            "robustness",
            "sources");

    private static List<String> whole(List<String> row) {
        return Stream.concat(row.stream(), TRAJECTORY.stream()).toList();
    }

    @Test
    void labelsHaveTheirFieldsInOneObject() {
        String id = json(post(
                                "/v1/labels",
                                "{\"text\": \"4\", \"question\": \"q\", \"annotator\": \"ann\", \"verdict\": true}")
                        .expectStatus()
                        .isOk())
                .path("id")
                .asString();

        assertThat(names(get("/v1/labels").path("items").get(0))).containsExactlyElementsOf(LABEL);
        assertThat(names(get("/v1/labels/" + id))).containsExactlyElementsOf(whole(LABEL));
    }

    @Test
    void judgeEvaluationsHaveTheirFieldsInOneObject() {
        JsonNode created = json(client.post()
                .uri("/v1/judge-evaluations")
                .contentType(MediaType.APPLICATION_NDJSON)
                .bodyValue("{\"id\": \"a\", \"question\": \"q\", \"text\": \"4\", \"label\": 1}\n")
                .exchange()
                .expectStatus()
                .isCreated());
        String path = "/v1/judge-evaluations/" + created.path("id").asString();
        await(path, found -> found.path("state").asString().equals("SUCCEEDED"));

        assertThat(names(created)).containsExactlyElementsOf(JUDGE_EVALUATION);
        assertThat(names(get(path))).containsExactlyElementsOf(JUDGE_EVALUATION);
        assertThat(names(get(path + "/report"))).containsExactlyElementsOf(REPORT);
        assertThat(names(get(path + "/items").path("items").get(0))).containsExactlyElementsOf(ITEM);
        assertThat(names(get(path + "/items/0"))).containsExactlyElementsOf(whole(ITEM));
    }

    @Test
    void soTheyAreDescribed() {
        DescribedSchemas described = DescribedSchemas.of(client);

        assertThat(described.fields("LabelRow")).containsExactlyInAnyOrderElementsOf(whole(LABEL));
        assertThat(described.nullable("LabelRow")).contains("verdict", "steps", "first_error", "score", "split");
        assertThat(described.fields("JudgeEvaluation")).containsExactlyInAnyOrderElementsOf(JUDGE_EVALUATION);
        assertThat(described.nullable("JudgeEvaluation")).contains("reason", "started_at", "finished_at");
        assertThat(described.fields("ItemView")).containsExactlyInAnyOrderElementsOf(whole(ITEM));
        assertThat(described.nullable("ItemView")).contains("verdict", "first_error", "attack", "judge_score");
        assertThat(described.fields("JudgeEvaluationReport")).containsExactlyInAnyOrderElementsOf(REPORT);
    }
}
