/** The defaults that make every service log, measure and stop alike. */
@NullMarked
package io.reagent.kit.observability;

import org.jspecify.annotations.NullMarked;
