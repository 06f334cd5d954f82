/** Random numbers that can be had again. */
@NullMarked
package io.reagent.core.random;

import org.jspecify.annotations.NullMarked;
