package io.reagent.training.runs;

import io.reagent.core.trajectory.StorableText;
import io.reagent.kit.json.FieldReader;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Options with defaults and ranges; a value out of range is a 400 that names the field.
 *
 * @param fields of the options object; empty when none was sent
 */
record OptionReader(FieldReader fields) {
    static OptionReader of(@Nullable FieldReader fields, String path) {
        return new OptionReader(fields == null ? new FieldReader(JsonNodeFactory.instance.objectNode(), path) : fields);
    }

    int integer(String name, int otherwise, int least, int most) {
        Long value = fields.integer(name);
        long chosen = value == null ? otherwise : value;
        if (chosen < least || chosen > most) {
            throw invalid(name, "must be an integer from " + least + " to " + most);
        }
        return (int) chosen;
    }

    double number(String name, double otherwise, double least, double most) {
        double value = Objects.requireNonNullElse(fields.number(name), otherwise);
        if (!(value >= least && value <= most)) {
            throw invalid(name, "must be a number from " + plain(least) + " to " + plain(most));
        }
        return value;
    }

    boolean truth(String name, boolean otherwise) {
        return Objects.requireNonNullElse(fields.truth(name), otherwise);
    }

    long seed(String name, long otherwise) {
        return Objects.requireNonNullElse(fields.integer(name), otherwise);
    }

    <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
        String text = fields.text(name);
        if (text == null) {
            return otherwise;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> wire(value).equals(text))
                .findFirst()
                .orElseThrow(() -> invalid(
                        name,
                        "must be one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(OptionReader::wire)
                                        .collect(Collectors.joining(", "))));
    }

    /** @param words of which the first is the default */
    String word(String name, String... words) {
        String text = fields.text(name);
        if (text != null && !List.of(words).contains(text)) {
            throw invalid(name, "must be one of " + String.join(", ", words));
        }
        return text == null ? words[0] : text;
    }

    /** A list of names, each once; none when it is left out. */
    List<String> names(String name, int most) {
        JsonNode sent = fields.any(name);
        if (sent == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (JsonNode one : sent) {
            String text = one.asString("");
            if (!one.isString()
                    || text.isBlank()
                    || names.contains(text)
                    || !StorableText.of(text).equals(text)) {
                throw invalid(name, "must be a list of names, each once");
            }
            names.add(text);
        }
        if (!sent.isArray() || names.size() > most) {
            throw invalid(name, "must be a list of at most " + most + " names");
        }
        return names;
    }

    static String wire(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    ProblemException invalid(String name, String problem) {
        return Problem.of(HttpStatus.BAD_REQUEST, "invalid-option", fields.at(name) + " " + problem)
                .field(fields.at(name))
                .remedy("Correct it, or leave " + name + " out for the default.")
                .asException();
    }
}
