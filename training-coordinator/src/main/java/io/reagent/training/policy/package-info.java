/** A policy as an agent's model: chat messages to the tokens it was trained on, and what it sampled back to a turn. */
@NullMarked
package io.reagent.training.policy;

import org.jspecify.annotations.NullMarked;
