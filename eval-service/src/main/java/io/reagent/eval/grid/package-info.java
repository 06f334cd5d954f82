/** Many evaluations side by side: benchmarks by policies. */
@NullMarked
package io.reagent.eval.grid;

import org.jspecify.annotations.NullMarked;
