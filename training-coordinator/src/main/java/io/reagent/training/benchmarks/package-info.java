/** Evaluations of a run's checkpoints on benchmarks, which eval-service makes. */
@NullMarked
package io.reagent.training.benchmarks;

import org.jspecify.annotations.NullMarked;
