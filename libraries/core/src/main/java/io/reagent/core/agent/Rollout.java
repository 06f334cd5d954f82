package io.reagent.core.agent;

import io.reagent.core.agent.AgentLimits.Limit;
import io.reagent.core.trajectory.Trajectory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finished run.
 *
 * @param trajectory what a judge reads
 * @param turns what happened, with the tokens as sampled
 * @param stop how it ended
 * @param limit the limit that was reached, or null when the agent ended by itself
 * @param error what the model failed with, or null
 * @param startedAt by the wall clock
 * @param elapsed of the whole run
 */
public record Rollout(
        Trajectory trajectory,
        List<Turn> turns,
        StopReason stop,
        @Nullable Limit limit,
        @Nullable String error,
        Instant startedAt,
        Duration elapsed) {
    public Rollout {
        turns = List.copyOf(turns);
    }

    /**
     * The tokens to train on: usually one sequence, see {@link TokenSequence#join}.
     *
     * @throws IllegalStateException when the model did not tell the tokens of some turn
     */
    public List<TokenSequence> sequences() {
        List<SampledTokens> sampled = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            SampledTokens tokens = turns.get(i).spoken().tokens();
            if (tokens == null) {
                throw new IllegalStateException("turn " + (i + 1)
                        + " has no token ids; sample from a server that returns token ids and logprobs");
            }
            sampled.add(tokens);
        }
        return TokenSequence.join(sampled);
    }

    /** Tool calls made, failed ones included. */
    public int calls() {
        return turns.stream().mapToInt(turn -> turn.calls().size()).sum();
    }

    /** Tokens sampled in all turns. */
    public int completionTokens() {
        return turns.stream().mapToInt(turn -> turn.spoken().completionTokens()).sum();
    }
}
