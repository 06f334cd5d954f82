package io.reagent.lm.gguf;

import io.reagent.lm.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** Reads the beginning of a GGUF file from front to back, never beyond its end. */
final class GgufInput {
    private static final int BUFFER = 1 << 16;
    /** Of anything that is counted; vocabularies have some hundred thousand. */
    private static final int MOST = 1 << 24;

    private final FileChannel channel;
    private final String source;
    private final long size;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long next;

    GgufInput(FileChannel channel, String source) throws IOException {
        this.channel = channel;
        this.source = source;
        this.size = channel.size();
    }

    long position() {
        return next - buffer.remaining();
    }

    byte u8() throws IOException {
        return filled(1).get();
    }

    short u16() throws IOException {
        return filled(2).getShort();
    }

    int u32() throws IOException {
        return filled(4).getInt();
    }

    long u64() throws IOException {
        return filled(8).getLong();
    }

    /** A count of things that each take some bytes, so that a broken one is found before memory is taken for it. */
    int count(String what, int leastBytes) throws IOException {
        long count = u64();
        if (count < 0 || count > (size - position()) / leastBytes) {
            throw broken(what + " is " + Long.toUnsignedString(count) + ", more than the file can hold");
        }
        if (count > MOST) {
            throw broken(what + " is " + count + ", more than is read");
        }
        return (int) count;
    }

    String text(String what) throws IOException {
        byte[] bytes = new byte[count("the length of " + what, 1)];
        for (int at = 0; at < bytes.length; ) {
            int part = Math.min(bytes.length - at, BUFFER);
            filled(part).get(bytes, at, part);
            at += part;
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    CheckpointException broken(String why) {
        return new CheckpointException(
                source + ": not a usable GGUF file at byte " + position() + ": " + why + "; fetch it again");
    }

    private ByteBuffer filled(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            if (size - position() < bytes) {
                throw broken("it ends early");
            }
            buffer.compact();
            while (buffer.hasRemaining() && next < size) {
                next += channel.read(buffer, next);
            }
            buffer.flip();
        }
        return buffer;
    }
}
