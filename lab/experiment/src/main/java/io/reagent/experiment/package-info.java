/** {@code ./reagent experiment}: trains the shipped policy by every algorithm under equal budgets, and writes what came out. */
@NullMarked
package io.reagent.experiment;

import org.jspecify.annotations.NullMarked;
