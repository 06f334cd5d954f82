package io.reagent.rrm.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.reagent.kit.paging.Page;
import io.reagent.rrm.store.JudgementRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judgements, newest first.
 *
 * @param nextCursor where the next page begins, or null on the last one
 */
record JudgementPage(
        List<JudgementRecord> judgements,
        @JsonProperty("next_cursor") @Nullable String nextCursor) {

    /** @param found what the store found, up to one more than the page holds */
    static JudgementPage of(List<JudgementRecord> found, int limit) {
        Page<JudgementRecord> page = Page.of(found, limit, PageQuery.CURSOR, JudgementRecord::id);
        return new JudgementPage(page.items(), page.nextCursor());
    }
}
