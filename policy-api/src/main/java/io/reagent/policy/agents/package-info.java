/** Agents of the policies that are hosted here. */
@NullMarked
package io.reagent.policy.agents;

import org.jspecify.annotations.NullMarked;
