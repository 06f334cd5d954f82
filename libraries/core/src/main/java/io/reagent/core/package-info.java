/** The domain without a framework: trajectories, judgements, and worlds of tasks to judge and to learn in. */
@NullMarked
package io.reagent.core;

import org.jspecify.annotations.NullMarked;
