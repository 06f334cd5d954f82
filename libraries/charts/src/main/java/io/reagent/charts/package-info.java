/** Figures with their intervals, drawn as SVG. */
@NullMarked
package io.reagent.charts;

import org.jspecify.annotations.NullMarked;
