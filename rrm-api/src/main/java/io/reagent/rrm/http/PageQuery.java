package io.reagent.rrm.http;

import io.reagent.core.judgement.Outcome;
import io.reagent.kit.paging.Cursor;
import io.reagent.kit.paging.PageParameters;
import io.reagent.rrm.store.JudgementFilter;
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

    static PageQuery of(MultiValueMap<String, String> query) {
        PageParameters parameters =
                new PageParameters(query).allow("judge", "outcome", "trajectory_id", "min_score", "max_score");
        JudgementFilter filter = new JudgementFilter(
                parameters.text("judge"),
                parameters.choice("outcome", Outcome.class),
                parameters.id("trajectory_id", "trajectory"),
                parameters.number("min_score", 0, 1),
                parameters.number("max_score", 0, 1));
        return new PageQuery(filter, parameters.before(CURSOR), parameters.limit());
    }
}
