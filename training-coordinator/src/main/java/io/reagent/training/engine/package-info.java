/** Policies on a server that speaks the Tinker protocol: sampled, trained, saved and loaded. */
@NullMarked
package io.reagent.training.engine;

import org.jspecify.annotations.NullMarked;
