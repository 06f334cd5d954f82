/** What is done when the service starts, and every so often after. */
@NullMarked
package io.reagent.policy.lifecycle;

import org.jspecify.annotations.NullMarked;
