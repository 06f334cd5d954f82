/** Runs and their attempts in Postgres. */
@NullMarked
package io.reagent.agents.store;

import org.jspecify.annotations.NullMarked;
