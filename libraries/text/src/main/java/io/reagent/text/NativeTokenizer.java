package io.reagent.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * One tokenizer of the native library. Ids are fetched by the library's own calls: DJL's {@code encode} also copies six
 * arrays nobody reads. Encoding and decoding share a lock that {@link #close} takes alone, since using a freed handle
 * would end the process.
 */
final class NativeTokenizer implements AutoCloseable {
    static {
        // the library would otherwise report home, and fetch a CUDA build where there is a GPU
        setUnlessSet("OPT_OUT_TRACKING", "true");
        setUnlessSet("RUST_FLAVOR", "cpu");
    }

    private final HuggingFaceTokenizer tokenizer;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    NativeTokenizer(String definition, String source) {
        Map<String, String> options = Map.of("truncation", "DO_NOT_TRUNCATE", "padding", "DO_NOT_PAD");
        byte[] bytes = definition.getBytes(StandardCharsets.UTF_8);
        try {
            tokenizer = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(bytes), options);
        } catch (IOException | RuntimeException e) {
            throw new TokenizerException(source + ": not a tokenizer the library reads: " + e.getMessage(), e);
        }
    }

    private static void setUnlessSet(String name, String value) {
        if (System.getenv(name) == null && System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    int[] encode(String text) {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            long encoding = TokenizersLibrary.LIB.encode(tokenizer.getHandle(), wellFormed(text), false);
            try {
                long[] ids = TokenizersLibrary.LIB.getTokenIds(encoding);
                int[] result = new int[ids.length];
                for (int i = 0; i < ids.length; i++) {
                    result[i] = (int) ids[i];
                }
                return result;
            } finally {
                TokenizersLibrary.LIB.deleteEncoding(encoding);
            }
        } finally {
            reading.unlock();
        }
    }

    String decode(int[] ids, int from, int to, boolean skipSpecial) {
        long[] wide = new long[to - from];
        for (int i = from; i < to; i++) {
            wide[i - from] = ids[i];
        }
        Lock reading = lock.readLock();
        reading.lock();
        try {
            return TokenizersLibrary.LIB.decode(tokenizer.getHandle(), wide, skipSpecial);
        } finally {
            reading.unlock();
        }
    }

    /** Half a surrogate pair has no UTF-8: it becomes U+FFFD, as a decoder of broken input would have it. */
    private static String wellFormed(String text) {
        StringBuilder repaired = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                repaired = repaired == null ? new StringBuilder(text) : repaired;
                repaired.setCharAt(i, '\uFFFD');
            }
        }
        return repaired == null ? text : repaired.toString();
    }

    @Override
    public void close() {
        Lock alone = lock.writeLock();
        alone.lock();
        try {
            tokenizer.close();
        } finally {
            alone.unlock();
        }
    }
}
