/** Asks eval-service for evaluations of checkpoints. */
@NullMarked
package io.reagent.clients.evaluations;

import org.jspecify.annotations.NullMarked;
