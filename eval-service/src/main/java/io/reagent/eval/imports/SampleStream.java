package io.reagent.eval.imports;

import io.reagent.kit.problem.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file of samples, each of which may have so many bytes; what a parser reads ahead counts for the next. */
final class SampleStream extends FilterInputStream {
    static final int LONGEST = 64 << 20;

    private String place = "";
    private long left;
    private boolean counted;

    SampleStream(InputStream in) {
        super(in);
    }

    /** From here on bytes are of the sample at this place. */
    void bound(String sample) {
        place = sample;
        left = LONGEST;
        counted = true;
    }

    void free() {
        counted = false;
    }

    /** For a part that is passed over and takes no memory. */
    void pause() {
        counted = false;
    }

    void goOn() {
        counted = true;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        count(read);
        return read;
    }

    private void count(int read) {
        if (counted && read > 0) {
            left -= read;
            if (left < 0) {
                throw tooLong(place);
            }
        }
    }

    static ProblemException tooLong(String place) {
        return Foreign.invalid(place, "is longer than " + (LONGEST >> 20) + " MiB", "Shorten its messages.");
    }
}
