package io.reagent.training.evaluation;

import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;

/** A body as it comes, piece by piece, until it is longer than it may be. */
final class BoundedBody {
    private BoundedBody() {}

    /** Fails with a {@link ProblemException}, 413, at the piece that is too much. */
    static Flux<DataBuffer> of(Flux<DataBuffer> body, DataSize most) {
        return Flux.defer(() -> {
            AtomicLong bytes = new AtomicLong();
            return body.<DataBuffer>handle((piece, sink) -> {
                if (bytes.addAndGet(piece.readableByteCount()) > most.toBytes()) {
                    DataBufferUtils.release(piece);
                    sink.error(tooLarge(most));
                } else {
                    sink.next(piece);
                }
            });
        });
    }

    static ProblemException tooLarge(DataSize most) {
        return Problem.of(HttpStatus.CONTENT_TOO_LARGE, "body-too-large", "The body is larger than " + most)
                .remedy("Send less, send it to eval-service itself, or raise"
                        + " reagent.training.evaluation.largest-body.")
                .asException();
    }
}
