/** Agents as part of a service: runs of a policy or of another model with tools, their limits, and what is kept of them. */
@NullMarked
package io.reagent.agents;

import org.jspecify.annotations.NullMarked;
