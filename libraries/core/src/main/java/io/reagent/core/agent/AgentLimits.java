package io.reagent.core.agent;

import io.reagent.core.tools.ToolLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When an agent is told to answer. Once any of {@code turns}, {@code calls}, {@code contextTokens} or {@code wall} is
 * reached it gets one last turn without tools, with {@code answerTokens} and {@code answerTime} on top.
 *
 * @param turns the most turns with tools
 * @param calls the most tool calls of all turns together; malformed ones count; 0 for an agent without tools
 * @param contextTokens the most tokens of prompt and completion
 * @param turnTokens the most tokens sampled in one turn; a turn cut by it is followed by the last one
 * @param answerTokens the most tokens sampled in the last turn
 * @param wall the time after which no tool is called any more
 * @param answerTime how long the last turn may take once {@code wall} is over
 * @param call limits of each tool call
 */
public record AgentLimits(
        int turns,
        int calls,
        int contextTokens,
        int turnTokens,
        int answerTokens,
        Duration wall,
        Duration answerTime,
        ToolLimits call) {
    /** The method's: 13 turns, 30 calls, 24,477 tokens, 150 minutes. */
    public static final AgentLimits DEFAULT = new AgentLimits(
            13, 30, 24_477, 4_096, 2_048, Duration.ofMinutes(150), Duration.ofMinutes(5), ToolLimits.DEFAULT);

    public AgentLimits {
        positive("turns", turns);
        positive("contextTokens", contextTokens);
        positive("turnTokens", turnTokens);
        positive("answerTokens", answerTokens);
        if (calls < 0) {
            throw new IllegalArgumentException("calls must not be negative, was " + calls);
        }
        if (wall.isNegative() || answerTime.isNegative() || answerTime.isZero()) {
            throw new IllegalArgumentException(
                    "wall must not be negative and answerTime must be positive, were " + wall + " and " + answerTime);
        }
    }

    /** The limit a run has reached, or null. */
    @Nullable Limit reached(int turnsTaken, int callsMade, int tokensUsed, Duration elapsed) {
        if (elapsed.compareTo(wall) >= 0) {
            return Limit.TIME;
        }
        if (tokensUsed >= contextTokens) {
            return Limit.CONTEXT;
        }
        if (turnsTaken >= turns) {
            return Limit.TURNS;
        }
        return calls > 0 && callsMade >= calls ? Limit.CALLS : null;
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, was " + value);
        }
    }

    /** What made an agent answer before it was done. */
    public enum Limit {
        TURNS,
        CALLS,
        CONTEXT,
        TIME,
        /** One turn was longer than {@code turnTokens}. */
        TURN_TOKENS
    }
}
