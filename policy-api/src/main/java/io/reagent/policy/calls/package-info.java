/** How the models hosted here write tool calls into their text. */
@NullMarked
package io.reagent.policy.calls;

import org.jspecify.annotations.NullMarked;
