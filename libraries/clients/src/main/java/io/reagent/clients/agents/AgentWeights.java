package io.reagent.clients.agents;

/**
 * What computes a model that runs may name.
 *
 * @param weights as {@link AgentRunOutcome.Ended#weights} tells them
 * @param saved whether somebody trained and saved them: the same name may come to mean others
 */
public record AgentWeights(String weights, boolean saved) {}
