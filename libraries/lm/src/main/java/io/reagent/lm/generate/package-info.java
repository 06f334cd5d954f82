/** Sampling from a model: requests, batches, and what comes back. */
@NullMarked
package io.reagent.lm.generate;

import org.jspecify.annotations.NullMarked;
