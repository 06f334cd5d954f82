/** Runs and their attempts in Postgres. */
@NullMarked
package io.reagent.policy.agents.store;

import org.jspecify.annotations.NullMarked;
