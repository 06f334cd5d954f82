/** Which replica advances which run, and when. */
@NullMarked
package io.reagent.training.scheduling;

import org.jspecify.annotations.NullMarked;
