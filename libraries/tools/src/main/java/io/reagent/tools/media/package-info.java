/** Asks OpenAI-compatible models what an image shows and what a recording says. */
@NullMarked
package io.reagent.tools.media;

import org.jspecify.annotations.NullMarked;
