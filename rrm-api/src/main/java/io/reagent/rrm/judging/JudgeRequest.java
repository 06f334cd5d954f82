package io.reagent.rrm.judging;

import io.reagent.core.trajectory.Trajectory;
import io.reagent.core.trajectory.TrajectoryFormat;
import io.reagent.core.trajectory.TrajectoryReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A trajectory to judge.
 *
 * @param trajectory as it was read
 * @param original what the caller sent for it, kept in the store as it is
 * @param format the format it arrived in
 * @param unseen where in it something stands that a judge cannot see, such as an image; diagnostics name it
 * @param unreadable why the original, read when it was stored, cannot be read now; diagnostics say it. Null where it was
 *     read now
 * @param judge the judge's name, or null for the default one
 */
public record JudgeRequest(
        Trajectory trajectory,
        JsonNode original,
        TrajectoryFormat format,
        List<String> unseen,
        @Nullable String unreadable,
        @Nullable String judge,
        JudgeOptions options) {
    public JudgeRequest {
        unseen = List.copyOf(unseen);
    }

    /** Of what was read. */
    public static JudgeRequest of(
            TrajectoryReader.Reading reading,
            JsonNode original,
            TrajectoryFormat format,
            @Nullable String judge,
            JudgeOptions options) {
        return new JudgeRequest(reading.trajectory(), original, format, reading.unseen(), null, judge, options);
    }
}
