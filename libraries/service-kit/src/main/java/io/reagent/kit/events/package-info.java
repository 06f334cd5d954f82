/** Answers as server-sent events. */
@NullMarked
package io.reagent.kit.events;

import org.jspecify.annotations.NullMarked;
