package io.reagent.training.http;

import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;

/** Parameters of a list; each mismatch is a 400 that names the parameter. */
final class Query {
    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 500;

    private final MultiValueMap<String, String> parameters;

    private Query(MultiValueMap<String, String> parameters) {
        this.parameters = parameters;
    }

    /** Refuses parameters outside this list. */
    static Query of(MultiValueMap<String, String> parameters, String... known) {
        for (String name : parameters.keySet()) {
            if (!List.of(known).contains(name)) {
                throw invalid(name, "is not a parameter of this list", "Parameters are " + String.join(", ", known));
            }
        }
        return new Query(parameters);
    }

    @Nullable String text(String name) {
        return parameters.getFirst(name);
    }

    <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> value.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> invalid(
                        name,
                        "is not one of the known values",
                        "Send one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(Enum::name)
                                        .collect(Collectors.joining(", "))));
    }

    @Nullable Double number(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // answered below
        }
        throw invalid(name, "is not a number", "Send one such as 0.5");
    }

    @Nullable Integer integer(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (!text.matches("\\d{1,9}")) {
            throw invalid(name, "is not a whole number", "Send one such as 3");
        }
        return Integer.valueOf(text);
    }

    @Nullable Boolean truth(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (!text.equals("true") && !text.equals("false")) {
            throw invalid(name, "is neither true nor false", "Send true or false");
        }
        return Boolean.valueOf(text);
    }

    @Nullable UUID id(String name) {
        String text = text(name);
        return text == null ? null : PathId.of(text, name);
    }

    @Nullable UUID before() {
        return Cursor.read(text("cursor"));
    }

    int limit() {
        Integer limit = integer("limit");
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw invalid("limit", "is not from 1 to " + MAX_LIMIT, "Follow next_cursor for more");
        }
        return limit;
    }

    private static ProblemException invalid(String name, String problem, String remedy) {
        return Problem.of(HttpStatus.BAD_REQUEST, "invalid-parameter", name + " " + problem)
                .field(name)
                .remedy(remedy + ".")
                .asException();
    }
}
