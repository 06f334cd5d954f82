/** Wires the service. */
@NullMarked
package io.reagent.training.setup;

import org.jspecify.annotations.NullMarked;
