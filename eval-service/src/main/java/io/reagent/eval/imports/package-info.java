/** Attempts that were made elsewhere, graded here. */
@NullMarked
package io.reagent.eval.imports;

import org.jspecify.annotations.NullMarked;
