/** An agent's run: turns of a model, the tools it calls, its limits, and the exact record training needs. */
@NullMarked
package io.reagent.core.agent;

import org.jspecify.annotations.NullMarked;
