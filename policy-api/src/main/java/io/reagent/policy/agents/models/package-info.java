/** The models an agent can run on: policies hosted here, and any OpenAI-compatible chat server. */
@NullMarked
package io.reagent.policy.agents.models;

import org.jspecify.annotations.NullMarked;
