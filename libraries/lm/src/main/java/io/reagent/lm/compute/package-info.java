/** Where and on which threads models compute: devices, cores, and turns between those who share them. */
@NullMarked
package io.reagent.lm.compute;

import org.jspecify.annotations.NullMarked;
