/** Agents over HTTP. */
@NullMarked
package io.reagent.policy.agents.http;

import org.jspecify.annotations.NullMarked;
