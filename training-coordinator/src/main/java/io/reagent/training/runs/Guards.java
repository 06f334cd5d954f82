package io.reagent.training.runs;

/**
 * What stops a run.
 *
 * @param maxJudgeFailureShare a step with a greater share of failed judgements stops the run
 * @param maxEmptySteps so many steps in a row without a group to learn from stop the run
 */
public record Guards(double maxJudgeFailureShare, int maxEmptySteps) {}
