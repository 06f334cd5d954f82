/** Asks the judge's service what an attempt is worth. */
@NullMarked
package io.reagent.policy.agents.judging;

import org.jspecify.annotations.NullMarked;
