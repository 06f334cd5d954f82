/** Language models on DJL's PyTorch engine: load, generate, train, save; framework-free, one owner thread per model. */
@NullMarked
package io.reagent.lm;

import org.jspecify.annotations.NullMarked;
