/** Answers that are not there yet: computed in the background, fetched by polling, kept in Postgres. */
@NullMarked
package io.reagent.policy.futures;

import org.jspecify.annotations.NullMarked;
