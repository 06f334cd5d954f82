package io.reagent.kit.compression;

import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** The header of a gzip member (RFC 1952, 2.3), of which only the length matters. */
final class GzipHeader {
    private static final int FIXED = 10;
    private static final int MOST = 1 << 16;
    private static final int CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private GzipHeader() {}

    /** Its length in bytes, -1 while there is not all of it. */
    static int length(byte[] bytes) {
        if (bytes.length >= 3 && (bytes[0] != 0x1F || bytes[1] != (byte) 0x8B || bytes[2] != 8)) {
            throw malformed();
        }
        if (bytes.length < FIXED) {
            return -1;
        }
        int flags = bytes[3];
        int at = FIXED;
        if ((flags & EXTRA) != 0) {
            at = bytes.length < at + 2
                    ? Integer.MAX_VALUE / 2
                    : at + 2 + (bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8);
        }
        at = (flags & NAME) != 0 ? afterZero(bytes, at) : at;
        at = (flags & COMMENT) != 0 ? afterZero(bytes, at) : at;
        at += (flags & CHECKSUM) != 0 ? 2 : 0;
        if (at <= bytes.length) {
            return at;
        }
        if (bytes.length > 2 * MOST) {
            throw malformed();
        }
        return -1;
    }

    /** The place after the next zero; far away where there is none yet. */
    private static int afterZero(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return i + 1;
            }
        }
        return Integer.MAX_VALUE / 2;
    }

    private static ProblemException malformed() {
        return Problem.of(
                        HttpStatus.BAD_REQUEST,
                        "malformed-content",
                        "The body is not what Content-Encoding says: it does not begin as gzip does")
                .field("Content-Encoding")
                .remedy("Send the whole body compressed so, or as it is without Content-Encoding.")
                .asException();
    }
}
