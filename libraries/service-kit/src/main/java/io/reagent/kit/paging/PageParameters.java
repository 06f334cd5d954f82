package io.reagent.kit.paging;

import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;

/** The query parameters of a list. Every mismatch is a 400 that names the parameter. */
public record PageParameters(MultiValueMap<String, String> query) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 500;

    /** Refuses parameters outside this list, {@code cursor} and {@code limit}: a misspelt filter must not be ignored. */
    public PageParameters allow(String... filters) {
        return allowOnly(Stream.concat(Arrays.stream(filters), Stream.of("cursor", "limit"))
                .toArray(String[]::new));
    }

    /** Refuses parameters outside this list. */
    public PageParameters allowOnly(String... known) {
        for (String name : query.keySet()) {
            if (!List.of(known).contains(name)) {
                throw invalid(name, "is not a parameter of this list", "Parameters are " + String.join(", ", known));
            }
        }
        return this;
    }

    public @Nullable String text(String name) {
        return query.getFirst(name);
    }

    /** @param what the id is of */
    public @Nullable UUID id(String name, String what) {
        String text = query.getFirst(name);
        return text == null ? null : PathId.of(text, name, what);
    }

    /** One of an enumeration's names, in any case. */
    public <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        String text = query.getFirst(name);
        if (text == null) {
            return null;
        }
        try {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            String known =
                    Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
            throw invalid(name, "is not one of those there are", "There are " + known);
        }
    }

    public @Nullable Double number(String name) {
        return number(name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, "is not a number");
    }

    public @Nullable Double number(String name, double least, double most) {
        return number(name, least, most, "is not a number from " + plain(least) + " to " + plain(most));
    }

    private @Nullable Double number(String name, double least, double most, String problem) {
        String text = query.getFirst(name);
        if (text == null) {
            return null;
        }
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException notOne) {
            number = Double.NaN;
        }
        if (!Double.isFinite(number) || number < least || number > most) {
            throw invalid(name, problem, "Send one such as 0.5");
        }
        return number;
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? String.valueOf((long) bound) : String.valueOf(bound);
    }

    /** A whole number from 0 on, of at most nine digits. */
    public @Nullable Integer integer(String name) {
        String text = query.getFirst(name);
        if (text == null) {
            return null;
        }
        if (!text.matches("\\d{1,9}")) {
            throw invalid(name, "is not a whole number", "Send one such as 3");
        }
        return Integer.valueOf(text);
    }

    public @Nullable Boolean truth(String name) {
        String text = query.getFirst(name);
        if (text == null) {
            return null;
        }
        if (!text.equals("true") && !text.equals("false")) {
            throw invalid(name, "is neither true nor false", "Send true or false");
        }
        return Boolean.valueOf(text);
    }

    /** Where the page begins: the last id of the page before, or null for the first page. */
    public @Nullable UUID before(Cursor cursor) {
        String text = query.getFirst("cursor");
        return text == null ? null : cursor.read(text);
    }

    /** How many the page holds at most. */
    public int limit() {
        String text = query.getFirst("limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        int limit = text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw invalid("limit", "is not an integer from 1 to " + MAX_LIMIT, "Follow next_cursor for more");
        }
        return limit;
    }

    /** The problem of a parameter that says something else than it may. */
    public static ProblemException invalid(String name, String problem, String remedy) {
        return Problem.of(HttpStatus.BAD_REQUEST, "invalid-parameter", name + " " + problem)
                .field(name)
                .remedy(remedy + ".")
                .asException();
    }
}
