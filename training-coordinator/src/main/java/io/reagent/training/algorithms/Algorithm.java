package io.reagent.training.algorithms;

import java.util.List;

/**
 * How a run learns: which rollouts it makes and, for a {@link PolicyGradient}, which of them count, what they earn and what
 * their tokens weigh. Pure values; who adds one lists it here and in the {@code permits} of what it extends.
 */
public sealed interface Algorithm permits Imitation, PolicyGradient {
    /** Each of them as released, in the order in which people are told of them. */
    static List<Algorithm> all() {
        AlgorithmOptions released = AlgorithmOptions.RELEASED;
        return List.of(new Imitation(), new Grpo(released), new ReagentR(released), new ReagentU(released));
    }

    /** What requests and rows call it: their {@code kind}. */
    String wireName();

    /** What a request need not say, where algorithms differ in it. */
    Defaults defaults();

    /** The rollouts of a task, in the order in which they are made; none where given answers are imitated. */
    List<Stage> stages();

    /** Whether it learns from rollouts, not from given answers. */
    default boolean makesRollouts() {
        return !stages().isEmpty();
    }

    /** The same with other options. */
    Algorithm with(AlgorithmOptions options);

    /** Whether the judge's score is a part of its reward. */
    default boolean judged() {
        return false;
    }

    /** Whether, with these options, its rollouts need a judge. */
    default boolean asksJudge() {
        return judged();
    }

    /** Whether it follows rollouts up with others that are shown a critique. */
    default boolean refines() {
        return stages().contains(Stage.REFINED);
    }

    /** Whether an option of a request makes a difference to it. */
    default boolean uses(String option) {
        return switch (option) {
            case "lambda", "max_judge_failure_share" -> judged();
            case "critique", "pooled", "leakage_filter", "attempt_tokens" -> refines();
            default -> true;
        };
    }

    /**
     * Released settings, of the method for its own and of its baseline for the others.
     *
     * @param learningRate for models of 8B parameters
     * @param clipHigh epsilon_high
     * @param tasksPerStep tasks, or conversations, of one step
     * @param groupSize n: rollouts of a task in each stage
     */
    record Defaults(double learningRate, double clipHigh, int tasksPerStep, int groupSize) {}
}
