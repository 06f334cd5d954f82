/** Weights in training: who has them, and their requests in order. */
@NullMarked
package io.reagent.policy.training;

import org.jspecify.annotations.NullMarked;
