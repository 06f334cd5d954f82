/** What runs learn by: each algorithm one pure object, from what is known of rollouts to what their tokens weigh. */
@NullMarked
package io.reagent.training.algorithms;

import org.jspecify.annotations.NullMarked;
