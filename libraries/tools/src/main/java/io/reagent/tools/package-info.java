/** The tools of an agent that reach out of the process; each refuses what could hurt the machine it runs on. */
@NullMarked
package io.reagent.tools;

import org.jspecify.annotations.NullMarked;
