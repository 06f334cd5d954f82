package io.reagent.rrm.judges;

import io.reagent.core.judgement.Judgement;
import io.reagent.core.judgement.Outcome;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is heard of a judge at work: deltas, possibly a new start, then one verdict. */
public sealed interface JudgeEvent {
    /** More of the reasoning. */
    record Reasoning(String delta) implements JudgeEvent {}

    /** More of the critique. */
    record Critique(String delta) implements JudgeEvent {}

    /** What was heard so far is void: the judge starts over. */
    record Restarted() implements JudgeEvent {}

    /** Who brought a judgement to its end. */
    enum Completion {
        /** The judge alone. */
        OWN,
        /** The judge, after it had been cut off or had left something open. */
        CONTINUED,
        /** The judge wrote the critique; the score it was then held to. */
        FORCED
    }

    /**
     * The end.
     *
     * @param judgement scored, or failed with its outcome
     * @param rawText exactly what the model wrote, forced tags included
     * @param diagnostics what was unusual: shortened, continued, forced, attempts
     */
    record Verdict(
            Judgement judgement, String rawText, TokenUsage usage, Duration latency, Map<String, Object> diagnostics)
            implements JudgeEvent {
        /** The diagnostic that counts how often the judge's text was gone on with. */
        public static final String CONTINUATIONS = "continuations";

        /** The diagnostic of a score that the judge had not begun: its critique was its own, the number was asked for. */
        public static final String SCORE_FORCED = "score_forced";

        public Verdict {
            diagnostics = Map.copyOf(diagnostics);
        }

        public Outcome outcome() {
            return judgement.outcome();
        }

        /** How its text came to its end. */
        public Completion completion() {
            if (diagnostics.containsKey(SCORE_FORCED)) {
                return Completion.FORCED;
            }
            return diagnostics.containsKey(CONTINUATIONS) ? Completion.CONTINUED : Completion.OWN;
        }

        /** In [0, 1], or null when the judgement failed. */
        public @Nullable Double score() {
            return judgement instanceof Judgement.Scored scored ? (Double) scored.score() : null;
        }

        /** The judge's analysis, as far as it got. */
        public @Nullable String reasoning() {
            return switch (judgement) {
                case Judgement.Scored scored -> scored.reasoning();
                case Judgement.Failed failed -> failed.reasoning();
            };
        }

        /** The judge's critique, as far as it got. */
        public @Nullable String critique() {
            return switch (judgement) {
                case Judgement.Scored scored -> scored.critique();
                case Judgement.Failed failed -> failed.critique();
            };
        }
    }
}
