/** Results as pictures. */
@NullMarked
package io.reagent.eval.pictures;

import org.jspecify.annotations.NullMarked;
