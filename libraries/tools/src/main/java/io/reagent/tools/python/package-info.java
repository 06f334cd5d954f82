/** Runs an agent's Python where it can do no harm: in a bubblewrap sandbox, or on a machine made for it. */
@NullMarked
package io.reagent.tools.python;

import org.jspecify.annotations.NullMarked;
