/** What {@code ./reagent bench} runs: figures printed beside the ceilings measured in the same run. */
@NullMarked
package io.reagent.benchmarks;

import org.jspecify.annotations.NullMarked;
