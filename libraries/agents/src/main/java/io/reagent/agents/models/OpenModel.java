package io.reagent.agents.models;

import io.reagent.core.agent.AgentModel;

/**
 * A model held for one run, until it is closed.
 *
 * @param name as callers know it
 * @param weights what computes: a base model, the directory of saved weights, or the model of a chat server
 * @param context tokens of prompt and completion together, or {@link Integer#MAX_VALUE} where the server does not tell
 */
public record OpenModel(String name, String weights, int context, AgentModel model, Runnable release)
        implements AutoCloseable {
    @Override
    public void close() {
        release.run();
    }
}
