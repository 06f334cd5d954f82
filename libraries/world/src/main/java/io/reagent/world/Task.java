package io.reagent.world;

/**
 * A question that only tool use answers.
 *
 * @param seed what it was generated from, together with {@code split}
 * @param split the side its names and phrasings come from
 * @param encyclopaedia what {@link WorldTools} work over
 * @param question as asked of the agent
 * @param plan the lookups and arithmetic the question needs
 * @param answer the reference answer: an entry's name or a number in digits
 */
public record Task(long seed, Split split, Encyclopaedia encyclopaedia, String question, Plan plan, String answer) {}
