/** What a training run is asked to do and how far it is. */
@NullMarked
package io.reagent.training.runs;

import org.jspecify.annotations.NullMarked;
