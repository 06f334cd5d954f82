/** The service that trains: runs of rollouts, judgements and steps, on policies that other servers host. */
@NullMarked
package io.reagent.training;

import org.jspecify.annotations.NullMarked;
