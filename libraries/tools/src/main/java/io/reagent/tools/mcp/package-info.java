/** The tools of a Model Context Protocol server. */
@NullMarked
package io.reagent.tools.mcp;

import org.jspecify.annotations.NullMarked;
