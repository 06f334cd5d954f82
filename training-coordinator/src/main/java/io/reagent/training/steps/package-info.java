/** One step of a run: from rollouts to rewards, groups and advantages, through the optimizer, to one transaction. */
@NullMarked
package io.reagent.training.steps;

import org.jspecify.annotations.NullMarked;
