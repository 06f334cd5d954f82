package io.reagent.policy.openai;

import io.reagent.kit.json.FieldReader;
import io.reagent.kit.json.JsonBody;
import org.springframework.core.io.buffer.DataBufferLimitException;

/** The body of a request: a conversation or a prompt, which is small beside the batches that this service trains on. */
final class Body {
    private static final int MOST_BYTES = 16 << 20;

    private Body() {}

    /**
     * Halves of surrogate pairs in its texts are U+FFFD from here on, in ids and names too.
     *
     * @throws DataBufferLimitException which is answered by 413
     * @throws io.reagent.kit.problem.ProblemException 400 when it is no JSON object
     */
    static FieldReader read(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw new DataBufferLimitException("more than " + MOST_BYTES + " bytes");
        }
        FieldReader read = JsonBody.read(bytes);
        return new FieldReader(read.object(), read.path());
    }
}
