package io.reagent.core.judgement;

/**
 * What a judge is asked.
 *
 * @param system the rubric
 * @param user the trajectory, already neutralised
 */
public record JudgePrompt(String system, String user) {}
