package io.reagent.kit.paging;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, newest first.
 *
 * @param nextCursor where the next page begins, or null on the last one
 */
public record Page<T>(
        List<T> items,
        @JsonProperty("next_cursor") @Nullable String nextCursor) {
    /** @param found what the store found, up to one more than the page holds */
    public static <T> Page<T> of(List<T> found, int limit, Cursor cursor, Function<T, UUID> id) {
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<T> page = found.subList(0, limit);
        return new Page<>(page, cursor.after(id.apply(page.getLast())));
    }
}
