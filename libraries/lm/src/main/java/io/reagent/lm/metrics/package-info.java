/** Meters of a language model, where the program that runs it has Micrometer. */
@NullMarked
package io.reagent.lm.metrics;

import org.jspecify.annotations.NullMarked;
