package io.reagent.training.runs;

import io.reagent.core.agent.AgentLimits;
import java.time.Duration;

/**
 * How rollouts are made.
 *
 * @param groupSize n: rollouts of a task, for reagent-u of each stage
 * @param turns most turns with tools
 * @param calls most tool calls
 * @param contextTokens most tokens of a rollout, prompt included
 * @param turnTokens most tokens of one turn
 * @param answerTokens most tokens of the turn that must answer
 * @param attemptTokens most tokens of a first attempt as the refined rollout is shown it
 * @param maxStaleness how many steps old the weights may be that sampled a rollout; with 1 the next step's rollouts are
 *     sampled while a step trains
 */
public record RolloutSettings(
        int groupSize,
        double temperature,
        int turns,
        int calls,
        int contextTokens,
        int turnTokens,
        int answerTokens,
        int attemptTokens,
        int maxStaleness) {

    /** Of a model's context, what the last turn may take at most: a small model needs the rest to get there. */
    private static final int ANSWER_SHARE = 4;

    /** The agent's limits, in a context of so many tokens. */
    public AgentLimits limits(int context) {
        AgentLimits released = AgentLimits.DEFAULT;
        int answer = Math.max(1, Math.min(answerTokens, context / ANSWER_SHARE));
        int room = Math.max(1, Math.min(contextTokens, context - answer));
        return new AgentLimits(
                turns,
                calls,
                room,
                Math.min(turnTokens, room),
                answer,
                Duration.ofMinutes(30),
                released.answerTime(),
                released.call());
    }
}
