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

    /**
     * Headers, empty members and empty blocks inflate to nothing, so no bound of the inflated body ends them: a body is as
     * large as this at most, and so many times what it inflates to. A line compressed alone has some 20 bytes around it.
     */
    private static final long FREE_BYTES = 1 << 20;

    private static final int MOST_TIMES_INFLATED = 4;

    private final boolean gzip;
    private final CRC32 checksum = new CRC32();
    private @Nullable Inflater inflater;
    private @Nullable GzipHeader header;
    /** The piece that came last, after what was left of those before. */
    private byte[] piece = {};
    /** The place in it that is read next. */
    private int at;

    private boolean begun;
    private long taken;
    private long given;

    Inflation(boolean gzip) {
        this.gzip = gzip;
    }

    /** What a piece of the body inflates to, made as it is asked for. */
    Iterable<DataBuffer> inflate(byte[] more) {
        taken += more.length;
        if (left() == 0) {
            piece = more;
        } else {
            // at most a part of a trailer
            byte[] both = Arrays.copyOfRange(piece, at, piece.length + more.length);
            System.arraycopy(more, 0, both, left(), more.length);
            piece = both;
        }
        at = 0;
        return Pieces::new;
    }

    private final class Pieces implements Iterator<DataBuffer> {
        private byte[] next = {};

        @Override
        public boolean hasNext() {
            if (next.length == 0) {
                next = inflateMore();
                given += next.length;
                if (next.length == 0 && taken > FREE_BYTES + MOST_TIMES_INFLATED * given) {
                    throw malformed("it is many times as large as what it inflates to");
                }
            }
            return next.length > 0;
        }

        @Override
        public DataBuffer next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            byte[] inflated = next;
            next = new byte[0];
            return DefaultDataBufferFactory.sharedInstance.wrap(inflated);
        }
    }

    private int left() {
        return piece.length - at;
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
            current.setInput(piece, at, left());
            int count = current.inflate(out);
            if (current.needsDictionary()) {
                throw malformed("it needs a dictionary");
            }
            at = piece.length - current.getRemaining();
            return count;
        } catch (DataFormatException broken) {
            throw malformed(String.valueOf(broken.getMessage()));
        }
    }

    /** A new member, once what comes before its content is there. */
    private @Nullable Inflater begin() {
        if (left() == 0 || !(gzip ? isHeaderOver() : isTellable())) {
            return null;
        }
        header = null;
        begun = true;
        checksum.reset();
        Inflater fresh = new Inflater(gzip || isBare());
        inflater = fresh;
        return fresh;
    }

    private boolean isHeaderOver() {
        GzipHeader reading = header == null ? new GzipHeader() : header;
        header = reading;
        int end = reading.read(piece, at);
        if (end < 0) {
            throw malformed("it does not begin as gzip does");
        }
        at = end;
        return reading.isOver();
    }

    private boolean isTellable() {
        if (begun) {
            throw malformed("something follows its end");
        }
        return left() >= 2;
    }

    /** Whether it is RFC 1951 alone, without the header of RFC 1950. */
    private boolean isBare() {
        int both = (piece[at] & 0xFF) << 8 | piece[at + 1] & 0xFF;
        return (piece[at] & 0x0F) != 8 || both % 31 != 0;
    }

    /** Takes leave of a member that is read; false where its trailer has not come yet. */
    private boolean ended(Inflater member) {
        if (gzip) {
            if (left() < TRAILER) {
                return false;
            }
            if (little(0) != checksum.getValue() || little(4) != (member.getBytesWritten() & 0xFFFFFFFFL)) {
                throw malformed("its checksum is not that of its content");
            }
            at += TRAILER;
        } else if (left() > 0) {
            throw malformed("something follows its end");
        }
        member.end();
        inflater = null;
        return true;
    }

    private long little(int offset) {
        int from = at + offset;
        return (piece[from] & 0xFFL)
                | (piece[from + 1] & 0xFFL) << 8
                | (piece[from + 2] & 0xFFL) << 16
                | (piece[from + 3] & 0xFFL) << 24;
    }

    /** Nothing more comes; an error unless all of it was there. An empty body is one. */
    Mono<DataBuffer> end() {
        return inflater == null && header == null && left() == 0
                ? Mono.empty()
                : Mono.error(malformed("it ends too early"));
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
