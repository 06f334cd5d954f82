/** The tools agents may be given here, made from configuration, and the reasons why others cannot run. */
@NullMarked
package io.reagent.agents.tools;

import org.jspecify.annotations.NullMarked;
