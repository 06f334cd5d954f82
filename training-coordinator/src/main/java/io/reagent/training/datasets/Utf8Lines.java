package io.reagent.training.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file's lines, each in bounded memory. A byte order mark before the first is no part of it; lines end in LF or CRLF. */
final class Utf8Lines implements AutoCloseable {
    private static final int CHUNK = 1 << 16;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final InputStream bytes;
    private final int longest;
    private final byte[] chunk = new byte[CHUNK];
    private int at;
    private int filled;
    private int number;

    /** @param longest bytes of a line */
    Utf8Lines(Path file, int longest) throws IOException {
        this.bytes = Files.newInputStream(file);
        this.longest = longest;
    }

    /** Of the line that was read last, from 1 on. */
    int number() {
        return number;
    }

    /**
     * The next line, or null at the end.
     *
     * @throws DatasetException without the file's name and the line's number: it is too long or not UTF-8
     */
    @Nullable String next() throws IOException {
        number++;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (at == filled && !fill()) {
                return line.size() == 0 ? null : text(line);
            }
            int from = at;
            while (at < filled && chunk[at] != '\n') {
                at++;
            }
            if (line.size() + at - from > longest) {
                throw new DatasetException(
                        "is longer than " + (longest >> 10) + " KiB (reagent.training.datasets.longest-line)");
            }
            line.write(chunk, from, at - from);
            if (at < filled) {
                at++;
                return text(line);
            }
        }
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, bytes.read(chunk));
        return filled > 0;
    }

    private String text(ByteArrayOutputStream line) {
        try {
            String text = UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
            String unmarked = number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
            return unmarked.endsWith("\r") ? unmarked.substring(0, unmarked.length() - 1) : unmarked;
        } catch (CharacterCodingException other) {
            throw new DatasetException("is not UTF-8", other);
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
