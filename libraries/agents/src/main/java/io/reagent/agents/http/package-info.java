/** Agents over HTTP. */
@NullMarked
package io.reagent.agents.http;

import org.jspecify.annotations.NullMarked;
