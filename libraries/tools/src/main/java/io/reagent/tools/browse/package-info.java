/** Reads web pages from public addresses only, and picks the passages that matter. */
@NullMarked
package io.reagent.tools.browse;

import org.jspecify.annotations.NullMarked;
