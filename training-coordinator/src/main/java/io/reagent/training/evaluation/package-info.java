/** The eval-service that this coordinator knows: where it is, and the way to it for the web console. */
@NullMarked
package io.reagent.training.evaluation;

import org.jspecify.annotations.NullMarked;
