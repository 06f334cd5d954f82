/** Judgements of rollouts, asked of rrm-api. */
@NullMarked
package io.reagent.training.judging;

import org.jspecify.annotations.NullMarked;
