package io.reagent.agents.store;

/**
 * A tool call with what it returned.
 *
 * @param arguments as the model wrote them
 * @param result what the model got to read
 * @param failed whether the call did not do what was asked: unknown tool, bad arguments, cut off, or an error of its own
 * @param ms it took
 */
public record CallRecord(String name, String arguments, String result, boolean failed, long ms) {}
