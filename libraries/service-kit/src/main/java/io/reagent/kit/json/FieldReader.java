package io.reagent.kit.json;

import io.reagent.core.trajectory.StorableText;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one JSON object of a request; absent and null fields are the same. Every mismatch is a 400 that names the
 * field's path.
 *
 * @param object its texts without halves of surrogate pairs, where {@link JsonBody} read it
 * @param sent the same object as it was sent, halves included
 * @param path of the object itself, empty for the whole body
 */
public record FieldReader(JsonNode object, JsonNode sent, String path) {
    public FieldReader(JsonNode object, String path) {
        this(object, object, path);
    }

    /** Refuses fields outside this list: a misspelt option must not be silently ignored. */
    public FieldReader allow(List<String> fields) {
        for (String name : object.propertyNames()) {
            if (!fields.contains(name)) {
                throw Problem.of(HttpStatus.BAD_REQUEST, "unknown-field", at(name) + " is not a field of this request")
                        .field(at(name))
                        .remedy("Fields here are " + String.join(", ", fields) + ".")
                        .asException();
            }
        }
        return this;
    }

    public @Nullable JsonNode any(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** A field that must be there. */
    public JsonNode required(String name, String what) {
        JsonNode value = any(name);
        if (value == null) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "missing-field", at(name) + " is missing")
                    .field(at(name))
                    .remedy("Send " + what + " in " + at(name) + ".")
                    .asException();
        }
        return value;
    }

    /** A name, an id, a choice: U+0000 and halves of surrogate pairs, which no name has, are refused. */
    public @Nullable String text(String name) {
        String text = string(name);
        String asSent = sent.path(name).asString("");
        if (text != null && !StorableText.of(asSent).equals(asSent)) {
            throw Problem.of(
                            HttpStatus.BAD_REQUEST,
                            "invalid-field",
                            at(name) + " holds U+0000 or half of a surrogate pair")
                    .field(at(name))
                    .remedy("Send " + at(name) + " without such characters.")
                    .asException();
        }
        return text;
    }

    /** Words for people and models to read: U+FFFD takes the place of U+0000 and of halves of surrogate pairs. */
    public @Nullable String words(String name) {
        String text = string(name);
        return text == null ? null : StorableText.of(text);
    }

    private @Nullable String string(String name) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            throw mistyped(name, "a string");
        }
        return value.stringValue();
    }

    /** The fields of a nested object, none when it is absent. */
    public @Nullable FieldReader object(String name) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            throw mistyped(name, "an object");
        }
        return new FieldReader(value, sent.path(name), at(name));
    }

    /** Any number, NaN and infinities included: whether it makes sense is for the reader of the option to say. */
    public @Nullable Double number(String name) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            throw mistyped(name, "a number");
        }
        return value.doubleValue();
    }

    public @Nullable Long integer(String name) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw mistyped(name, "an integer");
        }
        return value.longValue();
    }

    /** An integer from {@code least} to {@code most}, both included; {@code otherwise} where there is none. */
    public int integer(String name, int otherwise, int least, int most) {
        Long value = integer(name);
        if (value == null) {
            return otherwise;
        }
        if (value < least || value > most) {
            String range = most == Integer.MAX_VALUE ? "at least " + least : "from " + least + " to " + most;
            throw outOf(name, value, "an integer " + range, String.valueOf(otherwise));
        }
        return value.intValue();
    }

    /** A number from {@code least} to {@code most}, both included; {@code otherwise} where there is none. */
    public double number(String name, double otherwise, double least, double most) {
        Double value = number(name);
        if (value == null) {
            return otherwise;
        }
        if (!(value >= least && value <= most)) {
            throw outOf(name, value, "a number from " + least + " to " + most, String.valueOf(otherwise));
        }
        return value;
    }

    private ProblemException outOf(String name, Number value, String range, String otherwise) {
        return Problem.of(HttpStatus.BAD_REQUEST, "invalid-field", at(name) + " must be " + range + ", not " + value)
                .field(at(name))
                .remedy("Send " + range + ", or leave " + name + " out for " + otherwise + ".")
                .asException();
    }

    public @Nullable Boolean truth(String name) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            throw mistyped(name, "true or false");
        }
        return value.booleanValue();
    }

    /** Seconds as a number, or text such as {@code 30s}, {@code 500ms} or {@code PT1M}. */
    public @Nullable Duration duration(String name) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        double seconds = value.isNumber() ? value.doubleValue() : 0;
        if (value.isNumber() && Math.abs(seconds) <= Integer.MAX_VALUE) {
            return Duration.ofNanos((long) (seconds * 1e9));
        }
        try {
            return DurationStyle.detectAndParse(value.isString() ? value.stringValue() : "");
        } catch (IllegalArgumentException notOne) {
            throw mistyped(name, "seconds as a number, or a duration such as \"30s\"");
        }
    }

    /** The field's path from the top of the body. */
    public String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private ProblemException mistyped(String name, String expected) {
        return Problem.of(HttpStatus.BAD_REQUEST, "invalid-field", at(name) + " must be " + expected)
                .field(at(name))
                .remedy("Send " + expected + ", or leave " + name + " out.")
                .asException();
    }
}
