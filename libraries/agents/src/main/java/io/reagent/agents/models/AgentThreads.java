package io.reagent.agents.models;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Threads for what agents compute between turns: encoding, rendering, counting, some milliseconds each. Nothing on them
 * waits. Not the common pool: on two processors that is a single thread, and anybody's task that waits would hold up
 * every run.
 */
public final class AgentThreads {
    public static final ExecutorService STEPS = Executors.newFixedThreadPool(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            Thread.ofPlatform().daemon().name("agent-step-", 0).factory());

    private AgentThreads() {}
}
