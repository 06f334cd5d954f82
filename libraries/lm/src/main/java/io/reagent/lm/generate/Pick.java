package io.reagent.lm.generate;

/**
 * A token to choose.
 *
 * @param row of the logits it is chosen from
 * @param ahead how many tokens of the sequence are chosen before it in the same step
 */
record Pick(Sequence sequence, int row, int ahead) {}
