/** Rollouts: sampled by agents, judged and refined as each ends, stored so that none is sampled twice. */
@NullMarked
package io.reagent.training.rollouts;

import org.jspecify.annotations.NullMarked;
