package io.reagent.policy.tinker;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
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
    static Accepted of(UUID request, @Nullable String modelId) {
        return new Accepted(request.toString(), modelId, null);
    }

    static Accepted sampling(UUID request, int samples) {
        String id = request.toString();
        return new Accepted(
                id,
                null,
                IntStream.range(0, samples).mapToObj(i -> id + ":" + i).toList());
    }
}
