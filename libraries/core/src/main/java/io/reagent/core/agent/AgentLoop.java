package io.reagent.core.agent;

import io.reagent.core.tools.ToolBox;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;

/**
 * Lets a model answer questions with tools. Stateless: any number of runs at once. No thread waits while the model
 * speaks or tools work.
 */
public final class AgentLoop {
    /** What an agent with tools that has reached a limit is told. */
    public static final String ANSWER_NOW =
            "You have reached the limit of this run. Call no more tools: give your final answer now, from what you know.";

    /** The same for an agent that has none. */
    public static final String ANSWER_NOW_WITHOUT_TOOLS =
            "You have reached the limit of this run: give your final answer now, from what you know.";

    private final AgentModel model;
    private final ToolBox tools;
    private final AgentLimits limits;
    private final Executor executor;

    public AgentLoop(AgentModel model, ToolBox tools, AgentLimits limits) {
        this(model, tools, limits, ForkJoinPool.commonPool());
    }

    /** @param executor runs the loop's own short steps between turns */
    public AgentLoop(AgentModel model, ToolBox tools, AgentLimits limits, Executor executor) {
        this.model = model;
        this.tools = tools;
        this.limits = limits;
        this.executor = executor;
    }

    /**
     * Runs to an answer or a limit.
     *
     * @return the run's record, also when the model fails or runs out of time; cancelling it ends the turn or the calls
     *     in progress
     */
    public CompletableFuture<Rollout> run(AgentPrompt prompt) {
        return run(prompt, turn -> {});
    }

    /**
     * The same, telling each turn when its calls have results.
     *
     * @param onTurn called once for every turn of the rollout, in order; the run waits for it
     */
    public CompletableFuture<Rollout> run(AgentPrompt prompt, Consumer<Turn> onTurn) {
        return new RunningLoop(model, tools, limits, executor, prompt, onTurn).start();
    }
}
