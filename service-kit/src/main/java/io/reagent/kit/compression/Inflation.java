package io.reagent.kit.compression;

import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

/** One body on its way from gzip (RFC 1952, several members too) or deflate (RFC 1950, or 1951 alone). Not thread-safe. */
final class Inflation implements AutoCloseable {
    private static final int PIECE = 16 << 10;
    private static final int TRAILER = 8;

    private final boolean gzip;
    private final CRC32 checksum = new CRC32();
    private @Nullable Inflater inflater;
    /** What came and is not yet read. */
    private byte[] rest = {};

    private boolean begun;

    Inflation(boolean gzip) {
        this.gzip = gzip;
    }

    /** What a piece of the body inflates to, made as it is asked for. */
    Iterable<DataBuffer> inflate(byte[] more) {
        int before = rest.length;
        rest = Arrays.copyOf(rest, before + more.length);
        System.arraycopy(more, 0, rest, before, more.length);
        return Pieces::new;
    }

    private final class Pieces implements Iterator<DataBuffer> {
        private byte[] next = {};

        @Override
        public boolean hasNext() {
            if (next.length == 0) {
                next = inflateMore();
            }
            return next.length > 0;
        }

        @Override
        public DataBuffer next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            byte[] piece = next;
            next = new byte[0];
            return DefaultDataBufferFactory.sharedInstance.wrap(piece);
        }
    }

    /** The next bytes, at most a piece; none when more has to come first. */
    private byte[] inflateMore() {
        byte[] out = new byte[PIECE];
        while (true) {
            Inflater current = inflater == null ? begin() : inflater;
            if (current == null) {
                return new byte[0];
            }
            if (current.finished()) {
                if (!ended(current)) {
                    return new byte[0];
                }
                continue;
            }
            int count = inflated(current, out);
            if (count == 0 && !current.finished()) {
                return new byte[0];
            }
            if (count > 0) {
                checksum.update(out, 0, count);
                return Arrays.copyOf(out, count);
            }
        }
    }

    private int inflated(Inflater current, byte[] out) {
        try {
            current.setInput(rest);
            int count = current.inflate(out);
            if (current.needsDictionary()) {
                throw malformed("it needs a dictionary");
            }
            drop(rest.length - current.getRemaining());
            return count;
        } catch (DataFormatException broken) {
            throw malformed(String.valueOf(broken.getMessage()));
        }
    }

    /** A new member, once its header is there. */
    private @Nullable Inflater begin() {
        boolean raw = gzip;
        if (gzip) {
            int header = GzipHeader.length(rest);
            if (header < 0) {
                return null;
            }
            drop(header);
        } else {
            if (rest.length < 2 || begun) {
                return null;
            }
            int both = (rest[0] & 0xFF) << 8 | rest[1] & 0xFF;
            raw = (rest[0] & 0x0F) != 8 || both % 31 != 0;
        }
        begun = true;
        checksum.reset();
        Inflater fresh = new Inflater(raw);
        inflater = fresh;
        return fresh;
    }

    /** Takes leave of a member that is read; false where its trailer has not come yet. */
    private boolean ended(Inflater member) {
        if (gzip) {
            if (rest.length < TRAILER) {
                return false;
            }
            if (little(0) != checksum.getValue() || little(4) != (member.getBytesWritten() & 0xFFFFFFFFL)) {
                throw malformed("its checksum is not that of its content");
            }
            drop(TRAILER);
        } else if (rest.length > 0) {
            throw malformed("something follows its end");
        }
        member.end();
        inflater = null;
        return true;
    }

    private long little(int at) {
        return (rest[at] & 0xFFL)
                | (rest[at + 1] & 0xFFL) << 8
                | (rest[at + 2] & 0xFFL) << 16
                | (rest[at + 3] & 0xFFL) << 24;
    }

    private void drop(int count) {
        rest = Arrays.copyOfRange(rest, count, rest.length);
    }

    /** Nothing more comes; an error unless all of it was there. An empty body is one. */
    Mono<DataBuffer> end() {
        return inflater == null && rest.length == 0 ? Mono.empty() : Mono.error(malformed("it ends too early"));
    }

    private ProblemException malformed(String why) {
        return Problem.of(
                        HttpStatus.BAD_REQUEST,
                        "malformed-content",
                        "The body is not what Content-Encoding says, " + (gzip ? "gzip" : "deflate") + ": " + why)
                .field("Content-Encoding")
                .remedy("Send the whole body compressed so, or as it is without Content-Encoding.")
                .asException();
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
    }
}
