package io.reagent.policy.tinker;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reagent.policy.futures.Ticket;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the answer is to be fetched by. Fields that are null are left out.
 *
 * @param sampleSequenceIds one for each sample, by which clients name it later
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Accepted(
        String requestId,
        @Nullable String modelId,
        @Nullable List<String> sampleSequenceIds) {
    static Accepted of(Ticket ticket, @Nullable String modelId) {
        return new Accepted(ticket.id().toString(), modelId, null);
    }

    static Accepted sampling(Ticket ticket, int samples) {
        String id = ticket.id().toString();
        return new Accepted(
                id,
                null,
                IntStream.range(0, samples).mapToObj(i -> id + ":" + i).toList());
    }
}
