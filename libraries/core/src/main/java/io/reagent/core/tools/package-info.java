/** What a tool is to an agent, and how one is called so that nothing it does can hurt the agent's run. */
@NullMarked
package io.reagent.core.tools;

import org.jspecify.annotations.NullMarked;
