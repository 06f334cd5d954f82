package io.reagent.rrm.http;

import io.reagent.core.judgement.Outcome;
import io.reagent.kit.paging.Cursor;
import io.reagent.kit.paging.PageParameters;
import io.reagent.rrm.store.JudgementFilter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * What {@code GET /v1/judgements} asks for.
 *
 * @param before the last id of the page before, or null for the first page
 */
record PageQuery(JudgementFilter filter, @Nullable UUID before, int limit) {
    static final Cursor CURSOR = new Cursor("j1");
    private static final List<String> FILTERS = List.of("judge", "outcome", "trajectory_id", "min_score", "max_score");

    static PageQuery of(MultiValueMap<String, String> query) {
        PageParameters parameters = new PageParameters(query).allow(FILTERS);
        JudgementFilter filter = new JudgementFilter(
                parameters.text("judge"),
                parameters.choice("outcome", Outcome.class),
                parameters.id("trajectory_id", "trajectory"),
                score("min_score", parameters.text("min_score")),
                score("max_score", parameters.text("max_score")));
        return new PageQuery(filter, parameters.before(CURSOR), parameters.limit());
    }

    private static @Nullable Double score(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        double score;
        try {
            score = Double.parseDouble(text);
        } catch (NumberFormatException notOne) {
            score = Double.NaN;
        }
        if (!(score >= 0 && score <= 1)) {
            throw PageParameters.invalid(name, "is not a number from 0 to 1", "Send a score such as 0.5");
        }
        return score;
    }
}
