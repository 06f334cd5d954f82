package io.reagent.rrm.http;

import io.reagent.core.trajectory.TrajectoryFormat;
import io.reagent.core.trajectory.TrajectoryFormatException;
import io.reagent.core.trajectory.TrajectoryReader;
import io.reagent.kit.json.FieldReader;
import io.reagent.kit.json.JsonBody;
import io.reagent.rrm.judging.JudgeOptions;
import io.reagent.rrm.judging.JudgeRequest;
import io.reagent.rrm.judging.JudgingProblems;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads {@code {"trajectory", "question"?, "judge"?, "options"?}}, the body of the native routes. */
public final class JudgementBody {
    private static final List<String> OPTIONS =
            List.of("samples", "temperature", "top_p", "max_tokens", "seed", "timeout", "use_cache");

    private JudgementBody() {}

    /** The request of a whole body. */
    static JudgeRequest read(byte[] bytes) {
        return read(JsonBody.read(bytes).allow(List.of("trajectory", "question", "judge", "options")));
    }

    /** The request in an object whose fields were checked. */
    public static JudgeRequest read(FieldReader body) {
        JsonNode original = body.required("trajectory", "the agent's trajectory");
        String question = body.words("question");
        String judge = body.text("judge");
        JudgeOptions options = options(body.object("options"));
        try {
            TrajectoryFormat format = TrajectoryReader.detect(original);
            return JudgeRequest.of(
                    TrajectoryReader.reading(original, question, format), original, format, judge, options);
        } catch (TrajectoryFormatException unreadable) {
            throw JudgingProblems.unreadable(unreadable.within(body.at("trajectory")));
        }
    }

    /** Options where every field may be left out, and all of them. */
    static JudgeOptions options(@Nullable FieldReader options) {
        if (options == null) {
            return JudgeOptions.DEFAULTS;
        }
        options.allow(OPTIONS);
        Long samples = options.integer("samples");
        Long maxTokens = options.integer("max_tokens");
        Duration timeout = options.duration("timeout");
        return new JudgeOptions(
                samples == null ? 1 : saturated(samples),
                options.number("temperature"),
                options.number("top_p"),
                maxTokens == null ? null : (Integer) saturated(maxTokens),
                options.integer("seed"),
                timeout,
                Objects.requireNonNullElse(options.truth("use_cache"), true));
    }

    /** Out of every range stays out of every range. */
    private static int saturated(long value) {
        return (int) Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
}
