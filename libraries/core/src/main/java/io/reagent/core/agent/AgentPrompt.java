package io.reagent.core.agent;

import io.reagent.core.judgement.RefinementPrompt;
import io.reagent.core.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What an agent starts from.
 *
 * @param question what it is asked, as its trajectory will say
 * @param opening the first messages
 */
public record AgentPrompt(String question, List<Message> opening) {
    public AgentPrompt {
        if (question.isBlank()) {
            throw new IllegalArgumentException("question is blank");
        }
        opening = List.copyOf(opening);
    }

    /** The question alone: stage one, and inference. */
    public static AgentPrompt plain(@Nullable String system, String question) {
        return new AgentPrompt(question, opening(system, question));
    }

    /**
     * Question, own attempt and critique: Reagent-C's second answer and Reagent-U's refined stage, {@code o2 ~ pi(q, o1,
     * c1)}.
     *
     * @param budget the most {@code cost} may say of the attempt; its longest results are shortened to meet it
     * @param cost the price of a text, such as its number of tokens
     */
    public static AgentPrompt refined(
            @Nullable String system, Trajectory attempt, String critique, int budget, ToIntFunction<String> cost) {
        return new AgentPrompt(
                attempt.question(), opening(system, RefinementPrompt.of(attempt, critique, budget, cost)));
    }

    private static List<Message> opening(@Nullable String system, String user) {
        List<Message> messages = new ArrayList<>();
        if (system != null && !system.isBlank()) {
            messages.add(new Message.System(system));
        }
        messages.add(new Message.User(user));
        return messages;
    }
}
