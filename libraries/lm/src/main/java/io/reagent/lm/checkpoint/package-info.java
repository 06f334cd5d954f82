/** Hugging Face directories: configuration and safetensors, read and written. */
@NullMarked
package io.reagent.lm.checkpoint;

import org.jspecify.annotations.NullMarked;
