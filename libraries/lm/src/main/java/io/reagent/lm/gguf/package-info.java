/** Reads GGUF files, the format of llama.cpp, and writes them as Hugging Face directories. */
@NullMarked
package io.reagent.lm.gguf;

import org.jspecify.annotations.NullMarked;
