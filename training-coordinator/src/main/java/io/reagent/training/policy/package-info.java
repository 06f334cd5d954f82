/** The policy in words and tokens: sampled in rollouts, and imitating conversations. */
@NullMarked
package io.reagent.training.policy;

import org.jspecify.annotations.NullMarked;
