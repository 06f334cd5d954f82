/** A model in a dialogue: how its calls are read from its text, and its next prompt is made of tokens. */
@NullMarked
package io.reagent.dialogue;

import org.jspecify.annotations.NullMarked;
