/** Tokens and chat templates. */
@NullMarked
package io.reagent.text;

import org.jspecify.annotations.NullMarked;
