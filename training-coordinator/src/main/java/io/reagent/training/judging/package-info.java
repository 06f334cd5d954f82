/** Judgements of rollouts, as they are kept with them. */
@NullMarked
package io.reagent.training.judging;

import org.jspecify.annotations.NullMarked;
