/** The models an agent can run on: any OpenAI-compatible chat server, and whatever else the service brings. */
@NullMarked
package io.reagent.agents.models;

import org.jspecify.annotations.NullMarked;
