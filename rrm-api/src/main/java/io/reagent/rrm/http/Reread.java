package io.reagent.rrm.http;

import io.reagent.core.trajectory.Step;
import io.reagent.core.trajectory.ToolCall;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.core.trajectory.TrajectoryFormatException;
import io.reagent.core.trajectory.TrajectoryReader;
import io.reagent.core.trajectory.TrajectoryReader.Reading;
import io.reagent.rrm.store.TrajectoryRecord;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stored trajectory as it is read today: an older reader may have understood its original otherwise. The question stays
 * the stored one, which the caller may have given beside the original.
 *
 * @param unseen where something stands that a judge cannot see, as far as that is known
 * @param unreadable why the original cannot be read any more, so that the trajectory is the stored one; else null
 */
record Reread(
        Trajectory trajectory,
        List<String> unseen,
        @Nullable String unreadable) {

    static Reread of(TrajectoryRecord stored) {
        try {
            Reading reading = reading(stored);
            return new Reread(
                    same(reading.trajectory(), stored.trajectory()) ? stored.trajectory() : reading.trajectory(),
                    reading.unseen(),
                    null);
        } catch (TrajectoryFormatException unreadable) {
            return new Reread(stored.trajectory(), List.of(), unreadable.getMessage());
        }
    }

    /** A question of the original's own is read as such: given beside it, what the user says later is an observation. */
    private static Reading reading(TrajectoryRecord stored) {
        String question = stored.trajectory().question();
        try {
            Reading own = TrajectoryReader.reading(stored.original(), null, stored.format());
            if (own.trajectory().question().equals(question)) {
                return own;
            }
        } catch (TrajectoryFormatException withoutQuestion) {
            // or not readable with one either, which shows below
        }
        return TrajectoryReader.reading(stored.original(), question, stored.format());
    }

    /**
     * Whether they differ in nothing but how JSON in them is written: Postgres keeps an original's values, not the order of
     * its members or the spelling of its numbers.
     */
    private static boolean same(Trajectory one, Trajectory other) {
        return one.question().equals(other.question())
                && Objects.equals(one.answer(), other.answer())
                && one.steps().size() == other.steps().size()
                && IntStream.range(0, one.steps().size())
                        .allMatch(i -> same(one.steps().get(i), other.steps().get(i)));
    }

    private static boolean same(Step one, Step other) {
        return Objects.equals(one.thought(), other.thought())
                && one.calls().size() == other.calls().size()
                && IntStream.range(0, one.calls().size())
                        .allMatch(i -> same(one.calls().get(i), other.calls().get(i)));
    }

    private static boolean same(ToolCall one, ToolCall other) {
        return one.name().equals(other.name())
                && sameJson(one.arguments(), other.arguments())
                && sameJson(one.result(), other.result());
    }

    private static boolean sameJson(@Nullable String one, @Nullable String other) {
        if (one == null || other == null || one.equals(other)) {
            return Objects.equals(one, other);
        }
        try {
            JsonNode first = JsonMapper.shared().readTree(one);
            return first.equals(Reread::compare, JsonMapper.shared().readTree(other));
        } catch (JacksonException notJson) {
            return false;
        }
    }

    /** 0 for equal values, however a number is spelled. */
    private static int compare(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }
}
