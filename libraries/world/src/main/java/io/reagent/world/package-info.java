/** A generated world of tool-use tasks with an oracle that solves them, and flaws them, on purpose. */
@NullMarked
package io.reagent.world;

import org.jspecify.annotations.NullMarked;
