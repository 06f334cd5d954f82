/** Client processes, and the sampling clients they made. */
@NullMarked
package io.reagent.policy.sessions;

import org.jspecify.annotations.NullMarked;
