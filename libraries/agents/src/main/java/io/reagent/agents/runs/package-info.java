/** Runs of agents: begun, followed while they last, refined with a critique, ended and kept. */
@NullMarked
package io.reagent.agents.runs;

import org.jspecify.annotations.NullMarked;
