package io.reagent.kit.paging;

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

/** The query parameters of a list. Every mismatch is a 400 that names the parameter. */
public record PageParameters(MultiValueMap<String, String> query) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 500;

    /** Refuses parameters outside this list, {@code cursor} and {@code limit}: a misspelt filter must not be ignored. */
    public PageParameters allow(List<String> filters) {
        for (String name : query.keySet()) {
            if (!filters.contains(name) && !name.equals("cursor") && !name.equals("limit")) {
                throw invalid(
                        name,
                        "is not a parameter of this list",
                        "Parameters are " + String.join(", ", filters) + ", cursor, limit");
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
