/** The decoder as one TorchScript program, and the weights passed into it. */
@NullMarked
package io.reagent.lm.decoder;

import org.jspecify.annotations.NullMarked;
