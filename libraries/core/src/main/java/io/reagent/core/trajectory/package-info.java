/** What an agent did: steps, tool calls, observations and an answer, and the formats they arrive in. */
@NullMarked
package io.reagent.core.trajectory;

import org.jspecify.annotations.NullMarked;
