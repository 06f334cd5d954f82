/** Training: batches, losses, optimizer steps, resumable state. */
@NullMarked
package io.reagent.lm.train;

import org.jspecify.annotations.NullMarked;
