package io.reagent.training.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.reagent.training.runs.RunState;
import io.reagent.training.store.RunRecord;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A run as callers see it: one flat object.
 *
 * @param reason why it waits, has failed, or learned nothing; or null
 * @param notices what people should know of it from the start: tasks left out, servers not asked
 * @param spec the request with every default filled in
 */
record RunView(
        UUID id,
        @JsonUnwrapped RunRecord.Title title,
        RunState state,
        @Nullable String reason,
        List<String> notices,
        @JsonUnwrapped RunRecord.Course course,
        @JsonUnwrapped RunRecord.Saved saved,
        @JsonUnwrapped RunRecord.Times times,
        JsonNode spec) {
    static RunView of(RunRecord run) {
        return new RunView(
                run.id(),
                run.title(),
                run.state(),
                run.reason(),
                run.notices(),
                run.course(),
                run.saved(),
                run.times(),
                run.spec());
    }
}
