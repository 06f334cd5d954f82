package io.reagent.core.tools;

import java.util.concurrent.CompletionStage;

/**
 * One call's surroundings.
 *
 * @param limits what the call may use; a tool that ignores them is cut off
 * @param ended completes when nobody waits for the result any more: it arrived, time is up, or the run was cancelled. A
 *     tool lets go of its processes and connections then
 */
public record ToolContext(ToolLimits limits, CompletionStage<Void> ended) {}
