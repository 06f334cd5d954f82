/** Commands that train, measure and save the models this repository ships. */
@NullMarked
package io.reagent.recipes;

import org.jspecify.annotations.NullMarked;
