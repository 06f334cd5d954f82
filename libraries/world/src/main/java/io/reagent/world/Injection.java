package io.reagent.world;

/**
 * A flaw to be written into a trajectory.
 *
 * @param at the lookup it befalls, from 0; the number of lookups for the arithmetic, one more for the answer
 * @param type what goes wrong
 * @param mended whether the agent is to notice
 */
record Injection(int at, FlawType type, boolean mended) {}
