package io.reagent.kit.compression;

/**
 * The header of a gzip member (RFC 1952, 2.3), of which only its end matters. It is read byte by byte and nothing of it is
 * kept, however long the names in it are and however small the pieces it comes in.
 */
final class GzipHeader {
    private static final int FIXED_BYTES = 10;
    private static final int[] BEGINNING = {0x1F, 0x8B, 8};

    private Part part = Part.FIXED;
    private int flags;
    /** Bytes read of the present part. */
    private int count;

    private int extraBytes;

    /** In the order they stand in. */
    private enum Part {
        FIXED(0),
        EXTRA_LENGTH(4),
        EXTRA(4),
        NAME(8),
        COMMENT(16),
        CHECKSUM(2),
        OVER(0);

        private final int flag;

        Part(int flag) {
            this.flag = flag;
        }
    }

    boolean isOver() {
        return part == Part.OVER;
    }

    /**
     * Takes what belongs to the header.
     *
     * @return the place after the last byte taken, -1 where this is no gzip
     */
    int read(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && !isOver()) {
            if (part == Part.FIXED && count < BEGINNING.length && (bytes[at] & 0xFF) != BEGINNING[count]) {
                return -1;
            }
            take(bytes[at++] & 0xFF);
        }
        return at;
    }

    private void take(int b) {
        if (part == Part.FIXED && count == BEGINNING.length) {
            flags = b;
        } else if (part == Part.EXTRA_LENGTH) {
            extraBytes |= b << 8 * count;
        }
        count++;
        boolean ends =
                switch (part) {
                    case FIXED -> count == FIXED_BYTES;
                    case EXTRA_LENGTH, CHECKSUM -> count == 2;
                    case EXTRA -> count == extraBytes;
                    case NAME, COMMENT -> b == 0;
                    case OVER -> false;
                };
        if (ends) {
            part = next();
            count = 0;
        }
    }

    private Part next() {
        for (Part later : Part.values()) {
            boolean empty = later == Part.EXTRA && extraBytes == 0;
            if (later.compareTo(part) > 0 && (flags & later.flag) != 0 && !empty) {
                return later;
            }
        }
        return Part.OVER;
    }
}
