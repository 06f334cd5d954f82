/** Runs, steps, checkpoints and evaluations in Postgres. */
@NullMarked
package io.reagent.training.store;

import org.jspecify.annotations.NullMarked;
