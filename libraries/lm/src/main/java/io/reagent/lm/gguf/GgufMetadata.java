package io.reagent.lm.gguf;

import io.reagent.lm.checkpoint.CheckpointException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a GGUF file says of its model besides the weights: numbers, texts, truths and lists of them by key. */
final class GgufMetadata {
    private static final int LIST = 9;

    private final String source;
    private final Map<String, Object> values;

    private GgufMetadata(String source, Map<String, Object> values) {
        this.source = source;
        this.values = Collections.unmodifiableMap(values);
    }

    static GgufMetadata read(GgufInput in, int count, String source) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String key = in.text("a key");
            if (values.put(key, value(in, in.u32(), key)) != null) {
                throw in.broken("the key " + key + " is there twice");
            }
        }
        return new GgufMetadata(source, values);
    }

    private static Object value(GgufInput in, int type, String key) throws IOException {
        return switch (type) {
            case 0 -> (long) Byte.toUnsignedInt(in.u8());
            case 1 -> (long) in.u8();
            case 2 -> (long) Short.toUnsignedInt(in.u16());
            case 3 -> (long) in.u16();
            case 4 -> Integer.toUnsignedLong(in.u32());
            case 5 -> (long) in.u32();
            case 6 -> shortest(Float.intBitsToFloat(in.u32()));
            case 7 -> in.u8() != 0;
            case 8 -> in.text(key);
            case LIST -> list(in, key);
            case 10, 11 -> in.u64();
            case 12 -> Double.longBitsToDouble(in.u64());
            default -> throw in.broken(key + " has the unknown type " + type);
        };
    }

    /** The number a float32 was written for: 1e-5 and not 9.99999974e-6. */
    private static Double shortest(float value) {
        return Double.valueOf(Float.toString(value));
    }

    private static List<Object> list(GgufInput in, String key) throws IOException {
        int type = in.u32();
        if (type == LIST) {
            throw in.broken(key + " is a list of lists");
        }
        int count = in.count("the length of " + key, 1);
        List<Object> items = new ArrayList<>(Math.min(count, 1 << 16));
        for (int i = 0; i < count; i++) {
            items.add(value(in, type, key));
        }
        return items;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** Keys that begin so. */
    Set<String> keys(String prefix) {
        return Set.copyOf(
                values.keySet().stream().filter(key -> key.startsWith(prefix)).toList());
    }

    String text(String key) {
        return required(key, String.class);
    }

    @Nullable String textOr(String key) {
        return has(key) ? text(key) : null;
    }

    boolean flag(String key, boolean otherwise) {
        return has(key) ? required(key, Boolean.class) : otherwise;
    }

    int count(String key) {
        long value = required(key, Long.class);
        if (value <= 0 || value > Integer.MAX_VALUE) {
            throw wrong(key, "must be a positive number, is " + value);
        }
        return (int) value;
    }

    int count(String key, int otherwise) {
        return has(key) ? count(key) : otherwise;
    }

    /** A token's id, or null where there is none. */
    @Nullable Integer id(String key) {
        return has(key) ? Integer.valueOf(whole(key, required(key, Long.class))) : null;
    }

    double number(String key) {
        return required(key, Double.class);
    }

    double number(String key, double otherwise) {
        return has(key) ? number(key) : otherwise;
    }

    List<String> texts(String key) {
        return items(key, String.class).toList();
    }

    int[] numbers(String key) {
        return items(key, Long.class).mapToInt(value -> whole(key, value)).toArray();
    }

    private int whole(String key, long value) {
        if (value != (int) value) {
            throw wrong(key, "has " + value + ", which is no number of a token or a type");
        }
        return (int) value;
    }

    /** Whether there are any of something; a file may say that there are none. */
    boolean some(String key) {
        return has(key) && required(key, Long.class) != 0;
    }

    private <T> Stream<T> items(String key, Class<T> type) {
        List<?> list = required(key, List.class);
        return list.stream().map(item -> cast(key, item, type));
    }

    private <T> T required(String key, Class<T> type) {
        Object value = values.get(key);
        if (value == null) {
            throw wrong(key, "is missing");
        }
        return cast(key, value, type);
    }

    private <T> T cast(String key, Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw wrong(
                    key,
                    "must be a " + type.getSimpleName() + ", is a "
                            + value.getClass().getSimpleName());
        }
        return type.cast(value);
    }

    CheckpointException wrong(String key, String why) {
        return new CheckpointException(source + ": " + key + " " + why);
    }
}
